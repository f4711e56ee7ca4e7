import { expect, test } from 'vitest';
import { NOTHING_SPENT } from '../../src/fold/spending';
import { awsWords, size } from '../../src/ui/spending';

test('bytes are told in the units that are billed', () => {
  expect([0, 999, 1000, 999_949, 999_950, 1_250_000_000, 5e15].map(size)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '999.9 kB',
    '1.0 MB',
    '1.3 GB',
    '5,000.0 TB',
  ]);
});

test('only what was asked of AWS is told', () => {
  expect(awsWords(NOTHING_SPENT)).toBe('');
  expect(awsWords({ ...NOTHING_SPENT, awsRequests: 1 })).toBe('1 request to AWS');
  expect(awsWords({ ...NOTHING_SPENT, awsRequests: 1062, bytesScanned: 2e9 })).toBe(
    '1,062 requests to AWS, 2.0 GB scanned',
  );
});

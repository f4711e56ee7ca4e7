import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RawEvidence } from '../../src/api/types';
import { cloudWatchLinks } from '../../src/evidence/links/cloudwatch';
import { type ConsoleValue, consoleOf, jsurl, twice } from '../../src/evidence/links/console';
import { insightsQuery } from '../../src/evidence/links/insights';
import { evidenceOf, recorded } from './recorded';

const hrefs = (found: RawEvidence, region = 'eu-west-1') =>
  cloudWatchLinks(found, region).map(({ href }) => href);
const START = Date.parse('2026-11-29T14:00:00.000Z');
const END = Date.parse('2026-11-29T14:30:00.000Z');

test.each<[ConsoleValue, string]>([
  ['plain-text_1.0', "~'plain-text_1.0"],
  ['/aws/lambda/fn', "~'*2faws*2flambda*2ffn"],
  ["it's (a) ~b*$", "~'it*27s*20*28a*29*20*7eb*2a!"],
  ['naïve €', "~'na*efve*20**20ac"],
  ['🚨', "~'**d83d**dea8"],
  ['a\nb', "~'a*0ab"],
  [-3600, '~-3600'],
  [true, '~true'],
  [['a', 'b/c'], "~(~'a~'b*2fc)"],
  [[], '~(~)'],
  [{ end: 0, source: ['x'] }, "~(end~0~source~(~'x))"],
  [[['AWS/Lambda', 'Errors', { stat: 'Sum' }]], "~(~(~'AWS*2fLambda~'Errors~(stat~'Sum)))"],
])('%j is written as the console writes it', (value, written) => {
  expect(jsurl(value)).toBe(written);
});

test('no text leaves a sign in JSURL that means something else there', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(jsurl(text)).toMatch(/^~'[\w.*!-]*$/);
      expect(readBack(jsurl(text))).toBe(text);
    }),
  );
});

/** What the console reads. */
function readBack(written: string): string {
  return written
    .slice(2)
    .replace(/\*\*([0-9a-f]{4})|\*([0-9a-f]{2})|!/g, (sign, long, short) =>
      sign === '!' ? '$' : String.fromCharCode(Number.parseInt(long ?? short, 16)),
    );
}

test('paths behind # are percent-encoded twice, with $ for %', () => {
  expect(twice('/aws/lambda/fn')).toBe('$252Faws$252Flambda$252Ffn');
  expect(twice('"[ERROR] 100%"')).toBe('$2522$255BERROR$255D$2520100$2525$2522');
});

test.each([
  ['us-east-1', 'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#'],
  ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/cloudwatch/home?region=cn-north-1#'],
  [
    'us-gov-west-1',
    'https://us-gov-west-1.console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#',
  ],
])('the console of %s is in its partition', (region, address) => {
  expect(consoleOf(region)).toBe(address);
});

test('a search by filter pattern opens each log group with that pattern and window', () => {
  const found = evidenceOf(
    'search_logs',
    { lines: [], truncated: false },
    {
      query: { pattern: '"refused"', contains: [], regex: '', log_groups: ['/ecs/a', '/ecs/b'] },
    },
  );

  expect(hrefs(found)).toEqual(
    ['a', 'b'].map(
      (name) =>
        'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1' +
        `#logsV2:log-groups/log-group/$252Fecs$252F${name}/log-events` +
        `$3FfilterPattern$3D$2522refused$2522$26start$3D${START}$26end$3D${END}`,
    ),
  );
});

test('a search by words opens Logs Insights with the query that the tool sent', () => {
  const found = evidenceOf('search_logs', null, {
    query: {
      pattern: '',
      contains: ['a/b'],
      regex: 'time.?out',
      limit: 50,
      log_groups: ['/ecs/a'],
    },
  });

  const [href = ''] = hrefs(found);
  expect(href).toContain('#logsV2:logs-insights$3FqueryDetail$3D~(end~');
  expect(href).toContain("~start~'2026-11-29T14*3a00*3a00.000Z~timeType~'ABSOLUTE~tz~'UTC");
  expect(href).toContain("~source~(~'*2fecs*2fa))");
  const query = /editorString(~'[^~]*)/.exec(href)?.[1] ?? '';
  expect(readBack(query)).toBe(
    'fields @timestamp, @message, @log, @logStream\n| filter @message like /a\\x2Fb/\n' +
      '| filter @message like /time.?out/\n| sort @timestamp desc\n| limit 50',
  );
});

test('no word that is searched for can end its regular expression', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (words) => {
      const filter = insightsQuery([words], '', 1).split('\n')[1] ?? '';
      expect(filter).toMatch(
        /^\| filter @message like \/(?:[A-Za-z0-9 _]|\\x(?:[0-9A-F]{2}|\{[0-9A-F]+\}))+\/$/,
      );
    }),
  );
});

test('what could end a regular expression is escaped in it, and its own escapes stay', () => {
  expect(insightsQuery([], 'a/b\\/c\\d"\'`#\n', 1)).toContain(
    '/a\\x2Fb\\x2Fc\\d\\x22\\x27\\x60\\x23\\x0A/',
  );
});

test("an alarm's link opens the alarm, and its metric with the statistic that it watches", () => {
  const alarm = {
    name: 'orders 5xx/p1',
    namespace: 'AWS/Lambda',
    metric: 'Errors',
    dimensions: { FunctionName: 'orders' },
    statistic: 'Sum',
    extendedStatistic: '',
    periodSeconds: 300,
  };

  const [opened, drawn] = hrefs(evidenceOf('get_alarm_state', { alarm }));
  expect(opened).toMatch(/#alarmsV2:alarm\/orders%205xx%2Fp1$/);
  expect(drawn).toContain(
    "#metricsV2:graph=~(view~'timeSeries~stacked~false~metrics~" +
      "(~(~'AWS*2fLambda~'Errors~'FunctionName~'orders~(stat~'Sum)))~region~'eu-west-1~period~300",
  );
  expect(hrefs(evidenceOf('alarm', { ...alarm, metric: '', namespace: '' }))).toEqual([opened]);
});

test('metrics have a link only where their dimensions are known', () => {
  const summary = { name: 'Errors', statistic: 'Sum', resource: 'orders' };
  const known = evidenceOf('query_metrics', {
    summaries: [{ ...summary, namespace: 'AWS/Lambda' }],
  });
  const own = evidenceOf('query_metrics', { summaries: [{ ...summary, namespace: 'Shop' }] });

  expect(hrefs(known)).toHaveLength(1);
  expect(hrefs(known)[0]).toContain("start~'2026-11-29T13*3a00*3a00.000Z~end~'2026-11-29T14*3a30");
  expect(hrefs(own)).toEqual([]);
});

test('tools that do not ask CloudWatch have no link, and every link is a web address', () => {
  const all = Object.values(recorded.evidence);
  const linked = new Set(
    all.filter((found) => hrefs(found).length > 0).map(({ evidence }) => evidence.tool),
  );

  expect(linked).toEqual(
    new Set(['alarm', 'get_alarm_state', 'get_log_patterns', 'query_metrics', 'search_logs']),
  );
  for (const href of all.flatMap((found) => hrefs(found))) {
    expect(new URL(href).href.length).toBeGreaterThan(href.length - 1);
    expect(href).toMatch(/^https:\/\/eu-west-1\.console\.aws\.amazon\.com\//);
  }
});

// @vitest-environment jsdom

import { expect, test } from 'vitest';
import { keepDraft, keptDraft } from '../../src/app/kept';
import { draftOf } from '../../src/pages/workloads/form/draft';

test('what was typed is kept', () => {
  const draft = draftOf({ name: 'orders', alarms: ['a', 'b'] });
  keepDraft('new', draft);
  expect(keptDraft('new', draftOf({}))).toEqual(draft);
});

test.each([
  ['no draft', 'true'],
  ['null', 'null'],
  ['not JSON', '{'],
  ['of a version without a part', JSON.stringify({ ...draftOf({}), search: undefined })],
  ['of a version with less in a part', JSON.stringify({ ...draftOf({}), search: {} })],
  ['of a version with less in a row', JSON.stringify({ ...draftOf({}), resources: [{}] })],
])('what is %s is not taken back', (_, text) => {
  window.sessionStorage.setItem('casebook.draft.new', text);
  expect(keptDraft('new', draftOf({}))).toBeNull();
});

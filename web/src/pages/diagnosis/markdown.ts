/** The whole report as Markdown, for a ticket or a postmortem. What others wrote is escaped. */

import type { Spent } from '../../api/types';
import type { DiagnosisView } from '../../fold/diagnosis';
import type { Argument, Change, Remediation } from '../../stream/events';
import { plain } from '../../ui/plain';
import { awsWords, costWords, tokenWords } from '../../ui/spending';
import { standingOf } from '../../ui/standing';
import { moment } from '../../ui/times';
import { isOpen, percent, sinceOf, sinceWords, spaced, span, titleOf } from './words';

const LONG_AGO = new Date(0);

/** `address` is that of the page, without `?` and `#`; citations link to it. */
export function markdownOf(view: DiagnosisView, address: string): string {
  const { state } = view;
  const { report } = state;
  const numbers = new Map(state.evidence.map(({ id }, place) => [id, place + 1]));
  const cite = (ids: readonly string[] = []) =>
    [...new Set(ids)]
      .filter((id) => numbers.has(id))
      .map((id) => ` [\\[${numbers.get(id)}\\]](${address}#evidence-${id})`)
      .join('');
  const words = (text: string) => inWords(text, cite);
  const claims = (said: readonly { text: string; evidence?: readonly string[] }[]) =>
    said.map(({ text, evidence }) => `- ${words(text)}${cite(evidence)}`);
  const leading = report?.hypotheses?.[0] ?? state.hypotheses[0];
  const since = sinceOf(view);
  const [standing] = standingOf(state.status, report?.verdict);
  const facts = [
    `**${standing}**`,
    ...(report ? [`confidence ${percent(report.confidence)}`] : []),
    ...(since ? [`since ${sinceWords(since, LONG_AGO)}`] : []),
    ...(report?.rootCause
      ? [`${escaped(report.rootCause.resource)}: ${spaced(report.rootCause.category)}`]
      : []),
  ];
  const supports = leading?.supports?.flatMap((argument) => argument.evidence);
  const cause = report ? (report.rootCause?.summary ?? report.summary) : (leading?.summary ?? '');
  const errors = report?.errors ?? [];
  const sections: [title: string, lines: string[]][] = [
    ['The change', report?.change ? changed(report.change, words) : []],
    [
      'Errors',
      errors.flatMap((error) => [
        `- ${error.count} times by ${escaped(error.resource)} in ${code(error.logGroup)}${cite(error.evidence)}`,
        '',
        ...indented(fenced(error.example)),
        '',
      ]),
    ],
    [
      'What to do',
      [...(report?.remediation ?? []), ...(report?.nextSteps ?? [])].flatMap((step) =>
        toDo(step, words),
      ),
    ],
    [
      "From the team's knowledge",
      (report?.teamRows ?? []).map(({ table, name }) => `- ${escaped(table)} ${code(name)}`),
    ],
    [
      'Ruled out',
      claims(
        (report?.ruledOut ?? []).map(({ summary, evidence }) => ({ text: summary, evidence })),
      ),
    ],
    ['Not known', claims((report?.gaps ?? state.gaps).map((text) => ({ text })))],
    [
      'Timeline',
      (report?.timeline ?? []).map(
        (each) => `- ${moment(each.at, LONG_AGO)}: ${words(each.what)}${cite(each.evidence)}`,
      ),
    ],
    [
      'Hypotheses',
      (report?.hypotheses ?? state.hypotheses).flatMap((hypothesis) => [
        `- **${escaped(hypothesis.resource)}: ${spaced(hypothesis.category)}**, ${percent(hypothesis.confidence)}: ${words(hypothesis.summary)}`,
        ...argued('for', hypothesis.supports, words, cite),
        ...argued('against', hypothesis.contradicts, words, cite),
      ]),
    ],
    [
      'Findings',
      state.findings.map(
        ({ id, kind, claim, evidence, agent }) =>
          `- ${spaced(kind)}: ${words(claim)}${cite(evidence)} ([${escaped(spaced(agent))}](${address}#claim-${id}))`,
      ),
    ],
    [
      'Evidence',
      state.evidence.map(
        ({ id, tool, window, outcome, sha256, query }, place) =>
          `${place + 1}. [${escaped(tool)}](${address}#evidence-${id}), ${span(window.start, window.end, LONG_AGO)}, ${spaced(outcome)}, SHA-256 ${code(sha256)}, asked ${code(JSON.stringify(query))}`,
      ),
    ],
  ];
  return [
    `# Diagnosis: ${escaped(titleOf(view))}`,
    '',
    facts.join(' · '),
    '',
    ...(cause === '' ? [] : [`${words(cause)}${cite(supports)}`, '']),
    ...(report?.narrative ? [words(report.narrative.text), ''] : []),
    ...sections.flatMap(([title, lines]) =>
      lines.length === 0 ? [] : [`## ${title}`, '', ...lines, ''],
    ),
    '---',
    '',
    `[The diagnosis](${address}) of workload ${code(state.workloadId)} (project ${code(state.project)}), ${isOpen(state.status) ? 'still open, ' : ''}after event ${state.seq}. ${escaped(costWords(state.usage))}; ${spentWords(state.usage)}.`,
    '',
  ].join('\n');
}

function spentWords(usage: Spent): string {
  return [tokenWords(usage), awsWords(usage)].filter(Boolean).join('; ');
}

type Wording = (text: string) => string;

function changed(change: Change, words: Wording): string[] {
  const lines = (change.diff ?? []).flatMap(({ path, before, after }) => [
    ...(before === null || before === undefined ? [] : [`- ${path}: ${valueIn(before)}`]),
    ...(after === null || after === undefined ? [] : [`+ ${path}: ${valueIn(after)}`]),
  ]);
  const diff = lines.length > 0 ? lines.join('\n') : (change.patch ?? '');
  return [
    `${spaced(change.kind)} of ${escaped(change.resource)} by ${escaped(change.actor ?? 'an unknown actor')} at ${moment(change.at, LONG_AGO)}: ${words(change.summary)}`,
    ...(diff === '' ? [] : ['', ...fenced(diff, 'diff')]),
  ];
}

const valueIn = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

function toDo({ text, command }: Remediation, words: Wording): string[] {
  return [`- ${words(text)}`, ...(command ? ['', ...indented(fenced(command, 'sh')), ''] : [])];
}

function argued(
  side: string,
  said: readonly Argument[] | undefined,
  words: Wording,
  cite: (ids: readonly string[]) => string,
): string[] {
  return (said ?? []).map(
    ({ claim, evidence, agent }) =>
      `  - ${side}: ${words(claim)}${cite(evidence)} (${escaped(spaced(agent))})`,
  );
}

/** Words of a claim: code stays code, citations become links, everything else is escaped. */
function inWords(text: string, cite: (ids: readonly string[]) => string): string {
  const parts = /`([^`\n]+)`|\[(evd_\w+(?:,\s*evd_\w+)*)\]/g;
  let [end, out] = [0, ''];
  for (const match of text.matchAll(parts)) {
    out += escaped(text.slice(end, match.index));
    out += match[1] === undefined ? cite((match[2] ?? '').split(/,\s*/)) : code(match[1]);
    end = match.index + match[0].length;
  }
  return out + escaped(text.slice(end));
}

/** On one line, and without a meaning to Markdown. Addresses and names with @ become code. */
export function escaped(text: string): string {
  const line = plain(text).replace(/\s+/g, ' ');
  const made = /(?:[a-z][a-z0-9+.-]*:\/\/|www\.)\S+|\S*@\S+/gi;
  let [end, out] = [0, ''];
  for (const match of line.matchAll(made)) {
    out += marks(line.slice(end, match.index)) + code(match[0]);
    end = match.index + match[0].length;
  }
  return out + marks(line.slice(end));
}

/** Every ASCII punctuation mark may be escaped; those without a meaning are left as they are. */
function marks(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>#|~&!$^=]/g, '\\$&')
    .replace(/^(\s*)([-+])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2');
}

/** As code within a line, in more backquotes than it has itself. */
export function code(text: string): string {
  const line = plain(text).replace(/\s+/g, ' ').trim();
  if (line === '') {
    return '';
  }
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

function fenced(text: string, language = ''): string[] {
  const lines = plain(text);
  const fence = '`'.repeat(Math.max(3, longestRun(lines) + 1));
  return [`${fence}${language}`, ...lines.split('\n'), fence];
}

const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/// <reference types="react-syntax-highlighter" />
/** A block of code: its language, its colours, a button that copies it. */

import bash from 'react-syntax-highlighter/dist/esm/languages/prism/bash';
import diff from 'react-syntax-highlighter/dist/esm/languages/prism/diff';
import json from 'react-syntax-highlighter/dist/esm/languages/prism/json';
import python from 'react-syntax-highlighter/dist/esm/languages/prism/python';
import sql from 'react-syntax-highlighter/dist/esm/languages/prism/sql';
import typescript from 'react-syntax-highlighter/dist/esm/languages/prism/typescript';
import yaml from 'react-syntax-highlighter/dist/esm/languages/prism/yaml';
import PrismLight from 'react-syntax-highlighter/dist/esm/prism-light';
import { CopyButton } from '../ui/copy';
import { LongText } from './LongText';

const LANGUAGES = { bash, diff, json, python, sql, typescript, yaml };
for (const [name, language] of Object.entries(LANGUAGES)) {
  PrismLight.registerLanguage(name, language);
}
const OTHER_NAMES: Record<string, keyof typeof LANGUAGES> = {
  sh: 'bash',
  shell: 'bash',
  console: 'bash',
  zsh: 'bash',
  py: 'python',
  ts: 'typescript',
  js: 'typescript',
  javascript: 'typescript',
  yml: 'yaml',
};
/** Colours cost some ten milliseconds for so much; more is shown without. */
const LONGEST_COLOURED = 20_000;

export function Code(props: { code: string; language: string }) {
  const { code, language } = props;
  const known = OTHER_NAMES[language] ?? language;
  return (
    <figure className="my-3 overflow-hidden rounded-md border border-line bg-sunken">
      <figcaption className="flex items-center justify-between border-b border-line pl-3 text-xs text-muted">
        {language || 'text'}
        <CopyButton text={code} label="Copy this code" />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so a keyboard must reach it */}
      <div className="overflow-x-auto px-3 py-2 font-mono text-[0.8125rem]" dir="ltr" tabIndex={0}>
        {code.length > LONGEST_COLOURED || !(known in LANGUAGES) ? (
          <pre>
            <LongText text={code} />
          </pre>
        ) : (
          <PrismLight language={known} useInlineStyles={false}>
            {code}
          </PrismLight>
        )}
      </div>
    </figure>
  );
}

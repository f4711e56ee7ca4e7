/**
 * Confines a style sheet to the elements inside of one root: nothing of the page around it changes.
 *
 * Layers are taken off, as rules in a layer lose against every rule of the page that is in none.
 * Registered properties and the names of animations are global, so the former go (their initial
 * values are in the sheet as plain declarations) and the latter get a prefix.
 */

import postcss, { type AtRule, type ChildNode, type Container, type Rule } from 'postcss';
import type { Plugin } from 'vite';

export const ROOT = '.casebook-chat';
const PREFIX = 'casebook-';
/** What stands for the whole page in the console is the root here. */
const PAGE = /^(?::root|:host|html|body)(?=$|[[:.])/;

export function scoped(css: string): string {
  const sheet = postcss.parse(css);
  sheet.walkAtRules('property', (rule) => void rule.remove());
  sheet.walkAtRules('layer', unwrapped);
  sheet.walkAtRules('supports', (rule) => {
    // Tailwind's initial values, meant for browsers without registered properties.
    if (rule.params.includes('margin-trim')) {
      unwrapped(rule);
    }
  });
  const animations = new Set<string>();
  sheet.walkAtRules('keyframes', (rule) => {
    animations.add(rule.params);
    rule.params = `${PREFIX}${rule.params}`;
  });
  sheet.walkDecls(/^(?:animation|animation-name|--animate-.*)$/, (declaration) => {
    declaration.value = declaration.value.replace(/[\w-]+/g, (word) =>
      animations.has(word) ? `${PREFIX}${word}` : word,
    );
  });
  sheet.walkRules((rule) => {
    if (isOutermost(rule)) {
      rule.selectors = [...new Set(rule.selectors.map(inRoot))];
    }
  });
  return sheet.toString();
}

/** The whole style sheet of a library build, scoped. */
export function scope(): Plugin {
  return {
    name: 'casebook-scope',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'asset' && file.fileName.endsWith('.css')) {
          file.source = scoped(String(file.source));
        }
      }
    },
  };
}

function inRoot(selector: string): string {
  return PAGE.test(selector) ? selector.replace(PAGE, ROOT) : `${ROOT} ${selector}`;
}

/** Neither a rule within a rule nor a step of an animation. */
function isOutermost(rule: Rule): boolean {
  for (
    let at: Container | ChildNode | undefined = rule.parent as AtRule;
    at;
    at = at.parent as AtRule
  ) {
    if (at.type === 'rule' || (at.type === 'atrule' && (at as AtRule).name === 'keyframes')) {
      return false;
    }
  }
  return true;
}

function unwrapped(rule: AtRule): void {
  if (rule.nodes === undefined) {
    rule.remove(); // the order of layers
  } else {
    rule.replaceWith(rule.nodes);
  }
}

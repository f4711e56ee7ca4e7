/**
 * How likely it is by chance alone that a value is so much more frequent in one of two groups: Fisher's
 * exact test, one-sided (https://en.wikipedia.org/wiki/Fisher%27s_exact_test). It holds for few lines,
 * too, where shares say little.
 */

/** The chance of `a` or more of `m` having the value, if it fell on any `a + b` of `m + n` alike. */
export function chanceOf(a: number, m: number, b: number, n: number): number {
  const having = a + b;
  const whole = logChoose(m + n, having);
  let chance = 0;
  for (let each = a; each <= Math.min(m, having); each += 1) {
    if (having - each <= n) {
      chance += Math.exp(logChoose(m, each) + logChoose(n, having - each) - whole);
    }
  }
  return Math.min(1, chance);
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

const KNOWN = [0];

function logFactorial(n: number): number {
  for (let next = KNOWN.length; next <= n; next += 1) {
    KNOWN.push((KNOWN[next - 1] ?? 0) + Math.log(next));
  }
  return KNOWN[n] ?? 0;
}

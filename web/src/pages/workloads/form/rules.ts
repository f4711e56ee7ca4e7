/** What each field may hold, in words: shown below it, and in the place of a pattern. */

const SECRET =
  'The name of a secret below casebook/tools/<project>/ in Secrets Manager: letters, digits and _+=.@-';

/** By the path of a field; a row's number is `*`. */
export const RULES: Readonly<Record<string, string>> = {
  name: 'Begins with a letter or a digit; then letters, digits, spaces and _ . : / - too.',
  'repository.github': 'Like owner/name.',
  'repository.git': 'The path of a bare clone below the folder of the deployment.',
  'repository.branch': 'The branch that is deployed. Left empty: HEAD.',
  'repository.endpoint': 'The address of its API. Left empty: https://api.github.com',
  'repository.secret': SECRET,
  'search.endpoint': 'Begins with https://, without a user, a query or a fragment.',
  'search.indices': 'One a line, in lower case; * stands for any characters.',
  'search.secret': SECRET,
  'search.region': 'As us-east-1.',
  'search.timeField': 'Left empty: @timestamp',
  'database.database': 'Letters, digits, _ and $; begins with a letter.',
  'database.schemas': 'One a line.',
  'database.tables': 'One a line, as schema.table. Left empty: every table of the schemas.',
  'database.secret': SECRET,
  'database.host': 'A host name, without a scheme or a port.',
  'database.port': 'From 1 to 65535. Left empty: 5432',
  'database.clusterArn': 'As arn:aws:rds:us-east-1:123456789012:cluster:name',
  'mcp.*.name': 'Lower-case letters and digits, at most 16; begins with a letter.',
  'mcp.*.endpoint': 'Begins with https://, without a user, a query or a fragment.',
  'mcp.*.tools': 'One a line: those that only read.',
  'mcp.*.secret': SECRET,
  'mcp.*.header': 'The header that the token is sent in. Left empty: Authorization',
};

export function ruleOf(path: string): string | undefined {
  return RULES[path.replace(/\.\d+(?=\.|$)/g, '.*')];
}

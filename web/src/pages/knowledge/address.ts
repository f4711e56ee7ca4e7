/** Where a project's knowledge is shown: the newest version, or an earlier one. */
export function knowledgeOf(project: string, version?: number): string {
  const query = version === undefined ? '' : `?version=${version}`;
  return `/projects/${encodeURIComponent(project)}/knowledge${query}`;
}

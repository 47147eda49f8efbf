/** The results as a table of Markdown. */
export function table(rows) {
  const head = ['framework', 'version', 'what was done', 'result'];
  const body = rows.map(({ framework, version, done, result }) => [framework, version, done.join(', ') || '-', result]);
  const lines = [head, head.map(() => '---'), ...body];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

/**
 * @param id the marker in the documents, `<!-- bench:ID -->`
 * @param notes lines below the table
 */
export function table(id, title, header, rows, notes = []) {
  return { id, title, header: header.map(String), rows: rows.map((row) => row.map(String)), notes };
}

export function asText({ title, header, rows, notes }) {
  const cells = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const line = (row) => row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n]) : cell.padStart(widths[n]))).join('  ');
  const [head, ...body] = cells.map(line);
  return [`\n${title}`, head, '-'.repeat(head.length), ...body, ...notes].join('\n');
}

/** @param source one line that says where the figures come from */
export function asMarkdown({ title, header, rows, notes }, source) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = header.map((_, n) => (n === 0 ? '---' : '---:'));
  const captioned = [header[0] === '' ? title : `${title}: ${header[0]}`, ...header.slice(1)];
  return [[captioned, rule, ...rows].map(line).join('\n'), ...notes, `_${source}_`].join('\n\n');
}

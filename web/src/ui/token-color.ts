/** The colour that a token of tokens.css has inside an element, as `rgb(…)`: for what is drawn rather than styled. */
export function tokenColor(element: HTMLElement, token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  probe.hidden = true;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** The same, partly seen through. @param opacity from 0 to 1 */
export function translucent(color: string, opacity: number): string {
  return color.replace(/^rgb\((.+)\)$/, `rgba($1, ${opacity})`);
}

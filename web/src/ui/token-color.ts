/** Returns the colour of a token of tokens.css inside an element as `rgb(…)`, for canvas drawing. */
export function tokenColor(element: HTMLElement, token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  probe.hidden = true;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Makes an `rgb(…)` colour translucent. @param opacity from 0 to 1 */
export function translucent(color: string, opacity: number): string {
  return color.replace(/^rgb\((.+)\)$/, `rgba($1, ${opacity})`);
}

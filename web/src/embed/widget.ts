import type { Root } from 'react-dom/client';

/**
 * `<sluice-job job="…">`: the progress widget of one job, in any page. The script of the service brings it:
 *
 * - `job`: the job's id.
 * - `service`: the address of the service; where this script came from, when not given.
 * - `token`: the credential, where the service asks for one. It is seen by whoever sees the page.
 *
 * Dispatches `sluice-job` with `{ id, state, done, failed, total }` (symbols; the failed ones are among those done) whenever the job moves on.
 */
class SluiceJobElement extends HTMLElement {
  static readonly observedAttributes = ['job', 'service', 'token'];
  private root: Root | null = null;

  connectedCallback(): void {
    void this.render();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) void this.render();
  }

  disconnectedCallback(): void {
    this.root?.unmount();
    this.root = null;
  }

  private async render(): Promise<void> {
    // What it takes is loaded when there is one to show.
    const { createRoot, widgetFor } = await import('./widget-view');
    if (!this.isConnected) return;
    this.root ??= createRoot(this);
    const service = this.getAttribute('service') ?? new URL(import.meta.url).origin;
    const moved = (detail: object) => this.dispatchEvent(new CustomEvent('sluice-job', { detail, bubbles: true }));
    this.root.render(widgetFor(service, this.getAttribute('token'), this.getAttribute('job') ?? '', moved));
  }
}

if (!customElements.get('sluice-job')) customElements.define('sluice-job', SluiceJobElement);

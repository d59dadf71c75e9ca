import type { Root } from 'react-dom/client';

/**
 * `<sluice-job job="…">`: the progress widget of one job, in any page. Defined by a script of the service. Attributes:
 *
 * - `job`: the job's id.
 * - `service`: the address of the service; defaults to the origin of this script.
 * - `token`: the credential, if the service requires one. Everyone who can load the page can read it.
 *
 * Dispatches `sluice-job` with `{ id, state, done, failed, total }` whenever the job changes. The last three count
 * symbols; `done` includes `failed`.
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
    // The widget's code is loaded with the first element.
    const { createRoot, widgetFor } = await import('./widget-view');
    if (!this.isConnected) return;
    this.root ??= createRoot(this);
    const service = this.getAttribute('service') ?? new URL(import.meta.url).origin;
    const moved = (detail: object) => this.dispatchEvent(new CustomEvent('sluice-job', { detail, bubbles: true }));
    this.root.render(widgetFor(service, this.getAttribute('token'), this.getAttribute('job') ?? '', moved));
  }
}

if (!customElements.get('sluice-job')) customElements.define('sluice-job', SluiceJobElement);

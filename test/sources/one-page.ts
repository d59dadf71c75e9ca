import type { Page } from '../../src/application/ports/data-source';

/** Returns the page of a source that needs one request for it. */
export async function onePage(answer: Promise<Page | 'ASK_AGAIN'>): Promise<Page> {
  const page = await answer;
  if (page === 'ASK_AGAIN') throw new Error('the source wants to be asked again');
  return page;
}

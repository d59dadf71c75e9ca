import type { Api } from '../api/client';
import { messageOf } from '../api/errors';
import { follow } from '../api/follow';
import { receiveJob, type Job } from '../api/job-cache';
import { Store } from '../api/store';
import {
  JobCurveDocument,
  JobEventsDocument,
  JobMilestonesDocument,
  JobUpdatedDocument,
  type CurvePointFragment,
  type HeldSymbolFragment,
  type JobEventsSubscription,
  type MilestoneFragment,
} from '../generated/graphql';

/** Upper bound of the points of the curve; beyond it, every second point is dropped. */
const MAX_POINTS = 2_000;
/** Updates are collected for this long and shown together, in milliseconds. */
const GATHER_MS = 250;

export type Milestone = MilestoneFragment;
export type CurvePoint = CurvePointFragment;
export type HeldSymbol = HeldSymbolFragment;
type JobEvent = JobEventsSubscription['jobEvents'];

export interface StoryState {
  readonly status: 'loading' | 'ready' | 'missing';
  readonly error: string | null;
  /** The symbols that a worker holds now. */
  readonly inFlight: readonly HeldSymbol[];
  /** The history without SYMBOLS_DONE, ascending by seq. */
  readonly milestones: readonly Milestone[];
  /** Progress over time, ascending by seq. */
  readonly curve: readonly CurvePoint[];
}

const UNREAD: StoryState = { status: 'loading', error: null, inFlight: [], milestones: [], curve: [] };

/** The history and state of one job: read once, then followed by cursor, so that a lost connection leaves no gap. */
export class JobStory extends Store<StoryState> {
  private cursor: string | null = null;
  private readonly endings: (() => void)[] = [];
  private gathered: JobEvent[] = [];
  private latest: { job: Job; inFlight: readonly HeldSymbol[] } | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isOpen = false;

  constructor(
    private readonly api: Api,
    private readonly id: string,
  ) {
    super(UNREAD);
  }

  /** @returns a function that closes it */
  open(): () => void {
    this.isOpen = true;
    void this.read();
    return () => {
      this.isOpen = false;
      clearTimeout(this.timer);
      for (const end of this.endings.splice(0)) end();
    };
  }

  /** Reads everything again after a failure. */
  retry(): void {
    this.set(UNREAD);
    void this.read();
  }

  private async read(): Promise<void> {
    try {
      // In this order, an event between the reads is in the milestones and again in the subscription: none is lost.
      const curve = await this.readCurve();
      if (!curve) return this.set({ ...UNREAD, status: 'missing' });
      const milestones = await this.readMilestones();
      if (!this.isOpen) return;
      this.set({ ...UNREAD, status: 'ready', curve, milestones });
      this.follow();
    } catch (error) {
      this.set({ ...UNREAD, error: messageOf(error) });
    }
  }

  private async readCurve(): Promise<readonly CurvePoint[] | null> {
    const { apollo } = this.api;
    const { data } = await apollo.query({
      query: JobCurveDocument,
      variables: { id: this.id },
      fetchPolicy: 'no-cache',
    });
    if (!data?.job) return null;
    receiveJob(apollo.cache, data.job);
    this.cursor = data.job.progressCurve.at(-1)?.cursor ?? null;
    return data.job.progressCurve;
  }

  private async readMilestones(): Promise<readonly Milestone[]> {
    const milestones: Milestone[] = [];
    let after: string | null = null;
    for (;;) {
      const variables: { id: string; after: string | null } = { id: this.id, after };
      const { data } = await this.api.apollo.query({
        query: JobMilestonesDocument,
        variables,
        fetchPolicy: 'no-cache',
      });
      if (!data?.job) return milestones;
      const { edges, pageInfo } = data.job.events;
      milestones.push(...edges.map(({ node }) => node));
      if (!pageInfo.hasNextPage) return milestones;
      after = pageInfo.endCursor ?? null;
    }
  }

  private follow(): void {
    const { api, id } = this;
    const updates = follow(api, JobUpdatedDocument, () => ({ id }), {
      onData: ({ jobUpdated: { inFlight, ...job } }) => {
        this.latest = { job, inFlight };
        this.gather();
      },
    });
    const events = follow(api, JobEventsDocument, () => ({ id, after: this.cursor }), {
      onData: ({ jobEvents }) => {
        this.cursor = jobEvents.cursor;
        this.gathered.push(jobEvents);
        this.gather();
      },
    });
    this.endings.push(updates, events);
  }

  private gather(): void {
    this.timer ??= setTimeout(() => this.show(), GATHER_MS);
  }

  private show(): void {
    this.timer = undefined;
    const { latest, gathered } = this;
    this.gathered = [];
    if (latest) receiveJob(this.api.apollo.cache, latest.job);
    const state = this.get();
    const milestones = gathered.filter(({ type }) => type !== 'SYMBOLS_DONE');
    this.set({
      ...state,
      inFlight: latest?.inFlight ?? state.inFlight,
      milestones: milestones.length ? joined(state.milestones, milestones) : state.milestones,
      curve: gathered.length ? thinned(joined(state.curve, gathered)) : state.curve,
    });
  }
}

/** Appends the entries with a higher seq than the last known one: drops repeated ones. Both ascend by seq. */
function joined<T extends { readonly seq: number }>(known: readonly T[], more: readonly T[]): readonly T[] {
  const last = known.at(-1)?.seq ?? 0;
  return [...known, ...more.filter(({ seq }) => seq > last)];
}

function thinned(curve: readonly CurvePoint[]): readonly CurvePoint[] {
  if (curve.length <= MAX_POINTS) return curve;
  return curve.filter((_point, index) => index % 2 === 0 || index === curve.length - 1);
}

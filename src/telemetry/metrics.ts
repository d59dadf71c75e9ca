import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { StepStored, SymbolStep } from '../application/ports/collection-ledger';
import type { JobReader } from '../application/ports/job-reader';
import { REFUSALS, type Refusal, type Telemetry } from '../application/ports/telemetry';
import { VERDICTS, type Verdict } from '../domain/collection-job';
import { JOB_STATES } from '../domain/job-state';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/** Prometheus metrics of the service, in a registry per instance. */
export class Metrics implements Telemetry {
  private readonly registry = new Registry();
  private readonly registers = [this.registry];
  private readonly symbols = new Counter({
    name: 'sluice_symbols_total',
    help: 'Symbols that got their outcome, by outcome.',
    labelNames: ['outcome'],
    registers: this.registers,
  });
  private readonly completions = new Counter({
    name: 'sluice_jobs_completed_total',
    help: 'Jobs that this node completed, by verdict.',
    labelNames: ['verdict'],
    registers: this.registers,
  });
  private readonly bars = new Counter({
    name: 'sluice_bars_total',
    help: 'Bars committed.',
    registers: this.registers,
  });
  private readonly commits = new Histogram({
    name: 'sluice_commit_seconds',
    help: 'Time of one group commit, from its way to the database to the answer.',
    buckets: SECONDS,
    registers: this.registers,
  });
  private readonly groups = new Histogram({
    name: 'sluice_commit_steps',
    help: 'Steps (pages and outcomes) in one group commit.',
    buckets: SIZES,
    registers: this.registers,
  });
  private readonly commands = new Histogram({
    name: 'sluice_command_seconds',
    help: 'Time of a command until its answer, by action and outcome.',
    labelNames: ['action', 'outcome'],
    buckets: SECONDS,
    registers: this.registers,
  });
  private readonly sourceErrors = new Counter({
    name: 'sluice_source_errors_total',
    help: 'Failed tries at a source, by source and code.',
    labelNames: ['source', 'code'],
    registers: this.registers,
  });
  private readonly refusals = new Counter({
    name: 'sluice_requests_refused_total',
    help: 'Requests and operations that the API refused or failed at, and downloads that broke off, by reason.',
    labelNames: ['reason'],
    registers: this.registers,
  });
  private readonly subscribers = new Gauge({
    name: 'sluice_subscribers',
    help: 'Subscriptions under way.',
    registers: this.registers,
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    // Prometheus computes no rate from the first sample of a series, so each series must exist before its first event.
    for (const reason of REFUSALS) this.refusals.inc({ reason }, 0);
    for (const verdict of VERDICTS) this.completions.inc({ verdict }, 0);
  }

  /** Registers the gauge of jobs by state, which queries `reader` at each scrape. */
  countJobs(reader: Pick<JobReader, 'countByState'>): void {
    new Gauge({
      name: 'sluice_jobs',
      help: 'Jobs, by state.',
      labelNames: ['state'],
      registers: this.registers,
      async collect() {
        // If the database is unavailable, this gauge has no values; the other metrics are still reported.
        const counts = await reader.countByState().catch(() => null);
        if (!counts) return this.reset();
        for (const state of JOB_STATES) this.set({ state }, counts.get(state) ?? 0);
      },
    });
  }

  /** Returns all metrics in Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  stored(steps: readonly SymbolStep[], stored: readonly StepStored[], ms: number): void {
    this.commits.observe(ms / 1_000);
    this.groups.observe(steps.length);
    this.bars.inc(steps.reduce((sum, { rows }) => sum + rows, 0));
    for (const { state } of stored) if (state !== 'PENDING') this.symbols.inc({ outcome: state });
  }

  completed(verdict: Verdict): void {
    this.completions.inc({ verdict });
  }

  commanded(action: string, outcome: string, ms: number): void {
    this.commands.observe({ action, outcome }, ms / 1_000);
  }

  sourceFailed(source: string, code: string): void {
    this.sourceErrors.inc({ source, code });
  }

  refused(reason: Refusal): void {
    this.refusals.inc({ reason });
  }

  subscribed(change: 1 | -1): void {
    this.subscribers.inc(change);
  }
}

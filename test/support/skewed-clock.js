// Preloaded into service processes of tests: their wall clock is ahead by SKEW_MS (milliseconds, may be negative), as on
// a machine that no time server corrects. The monotonic clock (timers, performance.now) stays as it is.
const skewMs = Number(process.env.SKEW_MS ?? 0);
const RealDate = Date;
const { now: realNow } = RealDate;
const now = () => realNow() + skewMs;

function skew() {
  RealDate.now = now;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, made) => Reflect.construct(target, args.length === 0 ? [now()] : args, made),
    // Date() without `new` returns the time as a string.
    apply: () => new RealDate(now()).toString(),
  });
  RealDate.prototype.constructor = globalThis.Date;
}

if (skewMs !== 0) skew();

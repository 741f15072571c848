export type { SchedulerJob } from "./job";
export { Scheduler, type SchedulerOptions, type SchedulerSnapshot } from "./scheduler";

/** Returns the id by which the API knows a job. */
export function apiIdOf(jobId: string): string {
  return `job_${jobId}`;
}

/** Returns the id of a job in the database from its id in the API. */
export function storedIdOf(apiId: string): string {
  if (!apiId.startsWith('job_')) throw new Error(`${apiId} is no id of a job`);
  return apiId.slice('job_'.length);
}

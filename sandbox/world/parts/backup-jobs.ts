import type { BackupSet } from '../backup-set.ts';
import { DAY, type Instant, local, MINUTE } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Filling, Row } from '../table.ts';
import {
  sysjobactivity,
  sysjobhistory,
  sysjobs,
  sysjobsteps,
  syssessions,
} from '../tables/msdb.ts';

interface Job {
  readonly name: string;
  readonly type: BackupSet['type'];
  readonly database: string | null;
  readonly command: string;
}

const jobs: readonly Job[] = [
  {
    name: 'Hartonomous: full backup',
    type: 'D',
    database: 'Hartonomous',
    command: 'BACKUP DATABASE [Hartonomous] TO DISK = …',
  },
  {
    name: 'Hartonomous: differential backup',
    type: 'I',
    database: 'Hartonomous',
    command: 'BACKUP DATABASE [Hartonomous] TO DISK = … WITH DIFFERENTIAL',
  },
  {
    name: 'Hartonomous: log backup',
    type: 'L',
    database: 'Hartonomous',
    command: 'BACKUP LOG [Hartonomous] TO DISK = …',
  },
  {
    name: 'System databases: full backup',
    type: 'D',
    database: null,
    command: 'BACKUP DATABASE [master] TO DISK = …',
  },
];

/** The Agent jobs that make the backups, and the last runs of each. */
export function createBackupJobs(random: Random) {
  const id = (job: Job) => random.guid('job', job.name);
  const listed = jobs.map((job) => ({
    job_id: id(job),
    name: job.name,
    description: 'Backup schedule',
    date_created: Date.UTC(2025, 9, 1),
    date_modified: Date.UTC(2025, 9, 1),
  }));

  return (sets: readonly BackupSet[], now: Instant, enabled: boolean): readonly Filling[] => {
    const day = Math.floor(now / DAY) * DAY;
    const history: Row[] = [];
    const activity: Row[] = [];
    for (const job of jobs) {
      const runs = sets
        .filter(
          (set) =>
            set.type === job.type &&
            (job.database === null
              ? set.database !== 'Hartonomous'
              : set.database === job.database),
        )
        .slice(-12);
      for (const set of runs) history.push(run(id(job), set));
      const last = runs.at(-1);
      if (!last) continue;
      activity.push({
        job_id: id(job),
        run_requested_date: local(last.startedAt),
        start_execution_date: local(last.startedAt),
        last_executed_step_date: local(last.startedAt),
        stop_execution_date: local(last.finishedAt),
        job_history_id: last.id,
      });
    }
    return [
      { table: sysjobs, rows: listed.map((job) => ({ ...job, enabled: enabled ? 1 : 0 })) },
      {
        table: sysjobsteps,
        rows: jobs.map((job) => ({ job_id: id(job), step_name: 'backup', command: job.command })),
      },
      { table: sysjobhistory, rows: history },
      { table: sysjobactivity, rows: activity },
      { table: syssessions, rows: [{ agent_start_date: local(day - 41 * DAY) }] },
    ];
  };
}

/** Agent keeps date and time as whole numbers: 20261123, 143000. */
function run(jobId: string, set: BackupSet): Row {
  const text = new Date(local(set.startedAt)).toISOString();
  const minutes = Math.floor((set.finishedAt - set.startedAt) / MINUTE);
  const seconds = Math.floor(((set.finishedAt - set.startedAt) % MINUTE) / 1000);
  return {
    instance_id: set.id,
    job_id: jobId,
    message: 'The job succeeded.',
    run_date: Number(text.slice(0, 10).replaceAll('-', '')),
    run_time: Number(text.slice(11, 19).replaceAll(':', '')),
    run_duration: minutes * 100 + seconds,
  };
}

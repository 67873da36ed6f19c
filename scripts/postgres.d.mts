export type RunningPostgres = {
  url: string;
  port: number;
  pid: number | undefined;
  hasExited: () => boolean;
  stop: (mode?: "fast" | "immediate") => Promise<void>;
};
export function startPostgres(options: {
  root?: string;
  home?: string;
  dataDir: string;
  port: number;
  settings?: string[];
}): Promise<RunningPostgres>;
export function findFreePort(): Promise<number>;
export function isPortTaken(port: number): Promise<boolean>;
export function findPostgresHome(root?: string): string;

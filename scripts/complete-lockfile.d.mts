export function listMissing(packages: Record<string, object>): [string, string, string][];
export function completeLockfile(file: string): number;

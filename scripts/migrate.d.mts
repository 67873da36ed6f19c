export function migrate(databaseUrl: string, options?: { root?: string }): Promise<string[]>;

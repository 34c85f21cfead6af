/** The part of the independent client that the tests use; the package has no types of its own. */
declare module 'gamedig' {
  export const GameDig: {
    query(options: {
      type: string;
      host: string;
      port: number;
      givenPortOnly?: boolean;
      socketTimeout?: number;
      attemptTimeout?: number;
    }): Promise<{
      name: string;
      maxplayers: number;
      numplayers: number;
      players: { name: string }[];
      version: string;
      raw: unknown;
    }>;
  };
}

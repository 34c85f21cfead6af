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
      requestRules?: boolean;
    }): Promise<{
      name: string;
      map: string;
      password: boolean;
      maxplayers: number;
      numplayers: number;
      players: { name: string }[];
      bots: { name: string }[];
      version: string;
      raw: unknown;
    }>;
  };
}

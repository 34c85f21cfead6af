// Written by `pnpm gen` from the API's own description. Not for editing.
export interface paths {
    "/api/v1/games": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every game of this edition */
        get: operations["listGames"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/games/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One game, with everything an order form needs */
        get: operations["getGame"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/games/{id}/icon.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The icon of a game */
        get: operations["getGameIcon"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/namespaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the caller may order a game */
        get: operations["listNamespaces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/games/{id}/network": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How players may reach a server that the caller orders */
        get: operations["getOrderNetwork"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/network": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How players may reach this server, if the caller changes it */
        get: operations["getServerNetwork"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Servers the caller sees */
        get: operations["listServers"];
        put?: never;
        /** Order a server */
        post: operations["orderServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One server, whole */
        get: operations["getServer"];
        put?: never;
        post?: never;
        /** Delete a server */
        delete: operations["deleteServer"];
        options?: never;
        head?: never;
        /** Change the wish for a server */
        patch: operations["changeServer"];
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a change would mean: at once, with a restart, in a new world */
        post: operations["previewChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Wish for the server to be started */
        post: operations["startServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Wish for the server to be stopped */
        post: operations["stopServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/fix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Apply the fix the status names */
        post: operations["applyFix"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Operations of a server, newest first */
        get: operations["listOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/operations/{operation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One operation, with the table of its steps */
        get: operations["getOperation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restart a server, with the countdown its players get */
        post: operations["restartServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/operations/{operation}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do not do it this time */
        post: operations["skipOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/operations/{operation}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give it up */
        post: operations["cancelOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/operations/{operation}/run-now": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do not wait any longer
         * @description It waits neither for an empty server nor for a later time. Players who are on get the last announcement of its policy, with the true time left.
         */
        post: operations["runOperationNow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/operations/{operation}/postpone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do it later */
        post: operations["postponeOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A server over the last hour or day */
        get: operations["getServerHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/players": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is on, as the game says now */
        get: operations["listPlayers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/players/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is banned, may join and is an administrator, as the game says now */
        get: operations["listPlayerLists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/players/{act}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act on a player, as far as the game has the act */
        post: operations["moderatePlayer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/announce": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell everybody on the server something */
        post: operations["announce"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/command": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run one console command */
        post: operations["runCommand"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/console": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The console, as a WebSocket
         * @description Text frames of JSON. From the server: `{type:"lines", lines:[{n, at, text}], dropped?}` and `{type:"result", id, output?, error?}`. To the server: `{type:"command", id, line}`. A viewer who is slow loses the oldest lines and is told how many. Closes with 4401 when the sign-in ends, 4403 when the permission does, 1012 when the game's agent goes or the sign-in is renewed: open it again with `after`.
         */
        get: operations["openConsole"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One stream with the changes of all servers the caller sees
         * @description Server-sent events. Open it first, then list. `hello` begins; `server` and `operation` carry `{type: added|changed|deleted, resourceVersion, server|operation}` in the form of the lists; `relist` says that changes were missed, so list again; `heartbeat` comes every 15 seconds; `end` says why the stream ends; after `Renew` and `Closing` it is opened again. A stream that breaks goes on where it was, by `Last-Event-ID`.
         */
        get: operations["watch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{namespace}/{name}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what to a server, newest first
         * @description From the operations and events that Kubernetes keeps; events are kept for about an hour.
         */
        get: operations["listActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what, on all servers the caller sees, newest first
         * @description From the operations and events that Kubernetes keeps; events are kept for about an hour. With sign-ins: those of everybody for who sees all namespaces, otherwise one's own.
         */
        get: operations["listAllActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a browser can sign in */
        get: operations["getSignInWays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["getSession"];
        put?: never;
        /** Sign a browser in */
        post: operations["signIn"];
        /** Sign the browser out */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sign a browser in with a one-time code
         * @description For the link that is printed at the start: works once and for ten minutes. Leads to the first page.
         */
        get: operations["redeemCode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sign a browser in at the sign-in service
         * @description Leads there; it leads back. For browsers: programs send a token with each request instead.
         */
        get: operations["startSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-in/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the sign-in service sends a browser back to */
        get: operations["finishSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process lives */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether it can serve */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures for Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Something that was done or has happened. */
        Activity: {
            /** @description Tells one from another; stays. */
            id: string;
            at: string;
            /** @description Absent for what is about no server, such as signing in. */
            namespace?: string;
            server?: string;
            /** @description Who did it. */
            actor: string;
            /** @description The way it came in: a browser or a program through this API, Kubernetes directly, or the operator by itself. */
            door: components["schemas"]["Door"];
            /** @description What was done or what happened, in a sentence. */
            what: string;
            /** @description Stable CamelCase code. */
            code: string;
            /** @enum {string} */
            result: "ok" | "trouble" | "underway";
            operation?: string;
            /** @description When the operation came to its end. */
            endedAt?: string;
            /** @description How often it has happened, where more than once. */
            count?: number;
        };
        /** @description Newest first. */
        ActivityList: {
            items: components["schemas"]["Activity"][];
            /** @description Ask for what came before with it. */
            continue?: string;
        };
        AnnouncementInput: {
            message: string;
        };
        /** @description Dry run: the order can be met; this is what would run. */
        CheckedOrder: {
            spec: components["schemas"]["ServerSpec"];
            version: string;
            cpu: string;
            memory: string;
            storage: string;
            settings: {
                [key: string]: unknown;
            };
            /** @description The order as YAML, as kubectl apply takes it. */
            manifest: string;
        };
        CommandInput: {
            line: string;
        };
        /** @description What the game printed. */
        CommandResult: {
            output: string;
        };
        Condition: {
            type: string;
            /** @enum {string} */
            status: "True" | "False" | "Unknown";
            reason: string;
            message: string;
            /** Format: date-time */
            lastTransitionTime: string;
            observedGeneration?: number;
        };
        ConsoleClientFrame: {
            /** @constant */
            type: "command";
            id: string;
            line: string;
        };
        ConsoleServerFrame: {
            /** @constant */
            type: "lines";
            lines: {
                n: number;
                /** Format: date-time */
                at: string;
                text: string;
            }[];
            dropped?: number;
        } | {
            /** @constant */
            type: "result";
            id: string;
            output?: string;
            error?: {
                code: string;
                message: string;
            };
        };
        /** @description How disruptive acts (stop, restart, applying staged settings) treat the players. */
        Disruption: {
            /** @description Seconds before a disruptive act at which players are warned, longest first. Default 300, 60, 10; of a deletion a minute before at most. An empty list warns nobody and waits for nothing. */
            announceSeconds?: number[];
            /** @description Wait until nobody is online. A player count that is not known counts as occupied. A suspension and a deletion do not wait. */
            onlyWhenEmpty?: {
                /** @description Longest wait for an empty server, such as 30m or 4h; at most 168h. After it the act goes ahead, with the full countdown before. */
                deadline: string;
            };
        };
        /** @description How disruptive acts (stop, restart, applying staged settings) treat the players. */
        DisruptionInput: {
            /** @description Seconds before a disruptive act at which players are warned, longest first. Default 300, 60, 10; of a deletion a minute before at most. An empty list warns nobody and waits for nothing. */
            announceSeconds?: number[];
            /** @description Wait until nobody is online. A player count that is not known counts as occupied. A suspension and a deletion do not wait. */
            onlyWhenEmpty?: {
                /** @description Longest wait for an empty server, such as 30m or 4h; at most 168h. After it the act goes ahead, with the full countdown before. */
                deadline: string;
            };
        };
        /** @enum {string} */
        Door: "browser" | "api" | "kubernetes" | "operator";
        /** @description Why it was not done. */
        ErrorAnswer: {
            error: {
                /** @description Stable code. */
                code: string;
                /** @description What happened and what to do, in a sentence. */
                message: string;
                /** @description The offending field, such as spec.settings.maxPlayers. */
                path?: string;
                /** @description The way out, where there is one. */
                fix?: components["schemas"]["Fix"];
                /** @description More, depending on the code; `problems` lists every offending field. */
                details?: {
                    [key: string]: unknown;
                };
            };
        };
        Fix: {
            /**
             * @description patch: merge `patch` into the GameServer. operation: order `operation`. link: read `href`.
             * @enum {string}
             */
            kind: "patch" | "operation" | "link";
            /** @description Words for the button. */
            title: string;
            /** @description JSON merge patch of the GameServer. */
            patch?: {
                [key: string]: unknown;
            };
            /** @description Type of the operation to order. */
            operation?: string;
            href?: string;
        };
        /** @description Which fix is meant. */
        FixRequestInput: {
            /** @description Code of the reason whose fix is meant; the fix is refused when the reason is another one by now. */
            code?: string;
        };
        /** @description What was done. */
        FixResult: {
            /** @description Words of the fix that was applied. */
            applied: string;
            /** @description The operation that was ordered. */
            operation?: string;
        };
        /** @description A game, with everything an order form needs. */
        Game: {
            /** @description Value of spec.game. */
            id: string;
            title: string;
            /** @description One line for the marketplace. */
            summary: string;
            tags: string[];
            /** @description Path of the icon, an SVG image. */
            icon: string;
            /** @description What a person has to accept before the game may start. */
            licences: components["schemas"]["GameLicence"][];
            defaultPreset: string;
            /** @description Sizes, smallest first. */
            presets: components["schemas"]["GamePreset"][];
            settings: {
                /** @description JSON Schema (draft-07) of spec.settings, with defaults. */
                schema: {
                    [key: string]: unknown;
                };
                /** @description What forms show, in order. */
                fields: components["schemas"]["GameSettingField"][];
            };
            /** @description Fields that every game has, by their paths in the spec. */
            common: components["schemas"]["GameCommonField"][];
            versions: {
                recommended: string;
                /** @description Channels and the version each stands for. */
                channels: {
                    [key: string]: string;
                };
                /** @description Regular expression of the versions that may be pinned. */
                accepts: string;
            };
            ports: components["schemas"]["GamePort"][];
            /** @description Credentials that may be given with an order. */
            secrets: components["schemas"]["GameCredential"][];
            capabilities: components["schemas"]["GameCapabilities"];
            /** @description Troubles that are recognised. */
            diagnoses: components["schemas"]["GameDiagnosis"][];
            budgets: components["schemas"]["GameBudgets"];
        };
        /** @description What is normal for this game. */
        GameBudgets: {
            startSeconds: number;
            saveSeconds: number;
            stopSeconds: number;
            /** @description Longest time from the request to stop until the end. */
            gracePeriodSeconds: number;
        };
        /** @description What this game can do; nothing else is offered for it. */
        GameCapabilities: {
            /** @description Acts on players the game has. */
            moderation: components["schemas"]["ModerationAct"][];
            /** @description Lists of players the game can be asked for. */
            playerLists: ("banned" | "allowed" | "admins")[];
            /** @description Takes some settings while it runs. */
            applyLive: boolean;
            /** @description Can hold its files still, for a backup while it runs. */
            quiesce: boolean;
            /** @description Tells figures of its own. */
            metrics: boolean;
            /** @description Chat can be read from the log. */
            chat: boolean;
            /** @description Joining and leaving can be read from the log. */
            joins: boolean;
        };
        /** @description A game of the catalogue. */
        GameCard: {
            /** @description Value of spec.game. */
            id: string;
            title: string;
            /** @description One line for the marketplace. */
            summary: string;
            tags: string[];
            /** @description Path of the icon, an SVG image. */
            icon: string;
            /** @description What a person has to accept before the game may start. */
            licences: components["schemas"]["GameLicence"][];
            defaultPreset: string;
            /** @description Sizes, smallest first. */
            presets: components["schemas"]["GamePreset"][];
        };
        GameCommonField: {
            /** @description Path in the spec, such as resources.cpu. */
            path: string;
            /** @description What counts where the spec says nothing; absent where that depends. */
            default?: unknown;
            /** @description What a value has to be, in the words in which it is refused otherwise. */
            mustBe: string;
        };
        GameCredential: {
            id: string;
            title: string;
            description: string;
            /** @description The game does not start without it. */
            required: boolean;
            /** @description No secret, such as the name of an account: it may be seen while somebody types it. */
            shown: boolean;
            /** @description What a value has to be, in the words in which it is refused otherwise. */
            mustBe?: string;
        };
        GameDiagnosis: {
            id: string;
            title: string;
            meaning: string;
            remedy: string;
        };
        /** @description A figure the game tells of itself, on the same grid as its health. */
        GameFigure: {
            name: string;
            /** @description Words for the chart. */
            title: string;
            /** @description Such as seconds, bytes, ratio or per second; empty where it has none. */
            unit: string;
            description: string;
            values: (number | null)[];
        };
        /** @description What the agent beside the game has seen. Null is a gap: nobody looked. */
        GameHistory: {
            /** @description Seconds since the epoch; value i stands for from + i * stepSeconds. */
            from: number;
            stepSeconds: number;
            health: (components["schemas"]["Health"] | null)[];
            /** @description Most players online within a step; null is unknown, which is never zero. */
            players: (number | null)[];
            /** @description Most players at once; 0 is no limit. */
            playersMax: (number | null)[];
            figures: components["schemas"]["GameFigure"][];
            /** @description Why there is nothing, in a sentence; absent where there is something. */
            unknownBecause?: string;
        };
        GameLicence: {
            id: string;
            title: string;
            /** @description What one agrees to. */
            summary: string;
            url: string;
        };
        /** @description The catalogue, in the order of the marketplace. */
        GameList: {
            items: components["schemas"]["GameCard"][];
        };
        GamePort: {
            name: string;
            title: string;
            protocols: ("TCP" | "UDP")[];
            number: number;
            exposed: boolean;
            primary: boolean;
        };
        GamePreset: {
            /** @description Value of spec.size. */
            id: string;
            title: string;
            cpu: string;
            memory: string;
            storage: string;
            /** @description Why these figures, and for how many players. */
            reason: string;
        };
        GameSettingField: {
            name: string;
            group: string;
            title: string;
            description: string;
            /**
             * @description When a change takes effect: at once, with the next restart, or in a new world.
             * @enum {string}
             */
            applies: "live" | "restart" | "wipe";
            unit?: string;
            /** @description What a value has to be, in the words in which it is refused otherwise. */
            mustBe?: string;
            /** @description Where it lands in the game, such as server.properties: motd. */
            lands?: string;
        };
        /** @enum {string} */
        Health: "Unknown" | "Starting" | "Healthy" | "Degraded" | "Unresponsive";
        ListedPlayer: {
            name: string;
            /** @description Why, where the game keeps it. */
            reason?: string;
            /** @description Since when, where the game tells it. */
            since?: string;
        };
        /** @enum {string} */
        ModerationAct: "kick" | "ban" | "unban" | "allow" | "disallow" | "promote" | "demote" | "message";
        /** @enum {string} */
        ModerationActInput: "kick" | "ban" | "unban" | "allow" | "disallow" | "promote" | "demote" | "message";
        /** @description On whom, and with what words. */
        ModerationRequestInput: {
            /** @description Name as the game shows it. */
            player: string;
            /** @description For kick and ban. */
            reason?: string;
            /** @description For message. */
            text?: string;
        };
        /** @description What came of it, in the game's words. `done: false` is an answer of the game. */
        ModerationResult: {
            done: boolean;
            message: string;
        };
        /** @description What the caller may choose of how players reach a server. */
        NetworkOffer: {
            /** @description Values of spec.network.type that make sense here and that the caller may ask for, the usual one first. */
            types: ("ClusterIP" | "NodePort" | "LoadBalancer" | "HostPort")[];
            /** @description Fields of spec.network besides it that make a difference here. */
            fields: ("address" | "sharedAddress" | "ports")[];
            /**
             * @description machine: everything runs on one machine. Players type its own address, and a change counts from the next start of the game on.
             * @enum {string}
             */
            place: "cluster" | "machine";
        };
        /** @description A disruptive act, step by step. */
        Operation: {
            namespace: string;
            name: string;
            uid: string;
            resourceVersion: string;
            createdAt: string;
            server: string;
            /** @description start, stop: follow spec.state of the server. restart: stop and start again, applying what is staged. recover: bring a crashed game back. */
            type: components["schemas"]["OperationType"];
            phase: components["schemas"]["OperationPhase"];
            finished: boolean;
            /** @description It can still be skipped, cancelled or postponed: players have not been disturbed yet, and nothing says that it must be. */
            changeable: boolean;
            /** @description Why it is not changeable although players have not been disturbed yet: it can be told to go ahead now, and no more. */
            mustHappen?: string;
            cause?: string;
            actor?: string;
            disruption?: components["schemas"]["Disruption"];
            postponeUntil?: string;
            skip?: boolean;
            cancel?: boolean;
            /** @description Somebody told it to go ahead now. */
            runNow?: boolean;
            waits?: components["schemas"]["OperationWait"];
            /** @description The table of this kind of operation, and how far it has come. */
            steps: components["schemas"]["OperationStep"][];
            status: components["schemas"]["OperationJournal"];
        };
        /** @description Data of the event `operation`. */
        OperationEvent: {
            /** @enum {string} */
            type: "added" | "changed" | "deleted";
            resourceVersion: string;
            operation: components["schemas"]["Operation"];
        };
        OperationJournal: {
            /** @description Step under way, such as countdown or stop. */
            step?: string;
            /** Format: date-time */
            stepStartedAt?: string;
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            finishedAt?: string;
            /**
             * Format: date-time
             * @description When players will notice. Countdown messages are counted from it.
             */
            disruptsAt?: string;
            /**
             * Format: date-time
             * @description Hard deadline of the wait for an empty server, or end of the back-off.
             */
            waitsUntil?: string;
            /**
             * Format: date-time
             * @description When the step under way is given up.
             */
            deadline?: string;
            /** @description Notices given to players. */
            announced?: {
                /** Format: date-time */
                at: string;
                /** @description The true time left that was announced. */
                secondsBefore: number;
                /**
                 * Format: date-time
                 * @description The moment that was announced.
                 */
                disruptsAt: string;
                /** @description False when the game could not be reached. */
                delivered: boolean;
            }[];
            /** @description Pod the act began with; another uid afterwards proves that it was replaced. */
            podUid?: string;
            /** @description Why it was refused, failed or waits. */
            reason?: components["schemas"]["Reason"];
            /** @description Where it stands, in a sentence. */
            message?: string;
        };
        /** @description Running, pending and past operations, newest first. */
        OperationList: {
            items: components["schemas"]["Operation"][];
            /** @description Ask for older ones with it. */
            continue?: string;
        };
        /** @enum {string} */
        OperationPhase: "Pending" | "Running" | "Succeeded" | "Failed" | "Refused" | "Skipped" | "Cancelled";
        OperationStep: {
            name: string;
            title: string;
            /** @description From here on players notice. */
            disrupts: boolean;
            /** @enum {string} */
            state: "done" | "current" | "ahead";
            startedAt?: string;
            finishedAt?: string;
            message?: string;
        };
        /** @enum {string} */
        OperationType: "start" | "stop" | "restart" | "recover";
        /** @description What it waits for; absent while it acts, and at its end. */
        OperationWait: {
            /**
             * @description turn: another operation of the server. time: the time it was postponed to. empty: nobody being online. countdown: the end of what players are told. backoff: the pause after a crash.
             * @enum {string}
             */
            for: "turn" | "time" | "empty" | "countdown" | "backoff";
            /** @description time, countdown, backoff: when that ends. empty: the hard deadline, at which it happens even with players online. In a countdown this is the moment players are disturbed. */
            until?: string;
        };
        /** @description An order. */
        OrderInput: {
            /** @description Name of the server, such as my-world. Cannot change. On Cozystack the server itself has the kind of the order before it. */
            name: string;
            /**
             * @description Where the server is kept.
             * @default default
             */
            namespace?: string;
            spec: components["schemas"]["ServerSpecInput"];
            /** @description Credentials the game asks for, by id. They are kept in a Secret and never shown again. */
            secrets?: {
                [key: string]: string;
            };
        };
        OrderNamespace: {
            name: string;
        };
        /** @description Namespaces in which the caller may order, as far as they are known. */
        OrderNamespaceList: {
            items: components["schemas"]["OrderNamespace"][];
            /** @description The caller may order in every namespace, also in those that are not listed. */
            anywhere: boolean;
        };
        /** @enum {string} */
        Phase: "Pending" | "Provisioning" | "Installing" | "Starting" | "Running" | "Stopping" | "Stopped" | "Crashed" | "Failed" | "Suspended" | "Deleting";
        Player: {
            name: string;
            /** @description Stable identity, where the game has one. */
            id?: string;
            /** @description Since when this player is on, as far as the agent saw. */
            since: string;
        };
        /** @description Unknown is never zero. */
        PlayerCount: {
            known: boolean;
            online?: number;
            max?: number;
        };
        /** @description What the game says of a list; unknown is never empty. */
        PlayerList: {
            /** @constant */
            known: false;
            /** @description Why it is not known. */
            reason: string;
        } | {
            /** @constant */
            known: true;
            players: components["schemas"]["ListedPlayer"][];
            /** @description Entries beyond these: too many to show, or not to be told apart in what the game prints. */
            more?: number;
        };
        /** @description The lists the game keeps, as far as it has them and can be asked for them. */
        PlayerLists: {
            /** @description Who may not come in; undone by `unban`. */
            banned?: components["schemas"]["PlayerList"];
            /** @description Who may come in while the whitelist is on; undone by `disallow`. */
            allowed?: components["schemas"]["PlayerList"];
            /** @description Who is an administrator; undone by `demote`. */
            admins?: components["schemas"]["PlayerList"];
        };
        /** @description Unknown, with the reason, when the game cannot be asked; that is never zero. */
        Players: {
            /** @constant */
            known: false;
            /** @description Why it is not known. */
            reason: string;
        } | {
            /** @constant */
            known: true;
            online: number;
            /** @description 0 is no limit. */
            max: number;
            /** @description As far as the game tells names. */
            names?: components["schemas"]["Player"][];
        };
        /** @description Until when. */
        PostponeRequestInput: {
            /**
             * Format: date-time
             * @description Not before this time.
             */
            until: string;
        } | {
            /** @description By so many minutes, counted from when it would have happened. */
            minutes: number;
        };
        /** @description What a change would mean. */
        Preview: {
            /** @description Whether there is a running game the change would be noticed by. */
            running: boolean;
            /** @description Differences between the running game and the wish as it would be. */
            changes: components["schemas"]["PreviewedChange"][];
            /** @description Changed fields the game does not notice, such as state or disruption. */
            other: string[];
            /** @description Licences that have to be accepted before the next start. */
            missingLicences: string[];
        };
        PreviewedChange: {
            /** @description Field of the spec, such as settings.maxPlayers. */
            path: string;
            title: string;
            /**
             * @description live: at once. restart: with the next restart. start: when the server is started. wipe: in a new world only.
             * @enum {string}
             */
            applies: "live" | "restart" | "start" | "wipe";
            /** @description Value of the running game; absent where it has none. */
            from?: unknown;
            to?: unknown;
        };
        Reason: {
            /** @description Stable CamelCase code. */
            code: string;
            /** @description A sentence for people. */
            message: string;
            fix?: components["schemas"]["Fix"];
            /** @description Log lines or answers it was read from. */
            evidence?: string[];
        };
        /** @description What goes and what is kept. */
        Removal: {
            /** @description What is removed, in words. */
            goes: string[];
            /** @description What stays, in words. */
            kept: string[];
            /** @description What becomes of the world. It can be kept by asking with `keepWorld=true`. */
            world: {
                /** @description Name of the PersistentVolumeClaim. */
                volume: string;
                /** @enum {string} */
                fate: "deleted" | "kept";
                /** @description What that means, in a sentence. */
                what: string;
            };
        };
        /** @description What the game may use: of the running game, otherwise of the order. */
        ResourceLimits: {
            cpuMilli?: number;
            memoryBytes?: number;
            storageBytes?: number;
        };
        /** @description How to restart. What is absent follows the server's own policy. */
        RestartRequestInput: {
            /** @description Why, in a sentence; players see it. */
            cause?: string;
            /** @description Seconds before a disruptive act at which players are warned, longest first. Default 300, 60, 10; of a deletion a minute before at most. An empty list warns nobody and waits for nothing. */
            announceSeconds?: number[];
            /** @description Wait until nobody is online. A player count that is not known counts as occupied. A suspension and a deletion do not wait. */
            onlyWhenEmpty?: {
                /** @description Longest wait for an empty server, such as 30m or 4h; at most 168h. After it the act goes ahead, with the full countdown before. */
                deadline: string;
            };
            /**
             * Format: date-time
             * @description Not before this time.
             */
            postponeUntil?: string;
        };
        /** @description A server: the wish, the world, and the order as YAML. */
        Server: {
            summary: components["schemas"]["ServerSummary"];
            spec: components["schemas"]["StoredServerSpec"];
            status: components["schemas"]["ServerStatus"];
            /** @description Credentials people give, by id; values are never shown. */
            secrets: {
                id: string;
                title: string;
                present: boolean;
            }[];
            /** @description The order as YAML, as kubectl apply takes it. */
            manifest: string;
        };
        /** @description What to change. */
        ServerChangeRequestInput: {
            /** @description JSON merge patch of the spec: what is absent stays, null removes. */
            spec?: {
                [key: string]: unknown;
            };
            /** @description Credentials by id; null removes one. They take effect with the next restart. */
            secrets?: {
                [key: string]: string | null;
            };
        };
        /** @description Data of the event `server`. */
        ServerEvent: {
            /** @enum {string} */
            type: "added" | "changed" | "deleted";
            resourceVersion: string;
            server: components["schemas"]["ServerSummary"];
        };
        /** @description Health, players and resources over the last hour or day. */
        ServerHistory: {
            /** @description When this was said. */
            at: string;
            /** @enum {string} */
            range: "hour" | "day";
            /** @description The oldest moment something is known of. */
            since?: string;
            /** @description Asking more often brings nothing new. */
            refreshSeconds: number;
            /** @description The figures are part of a simulation. */
            simulated: boolean;
            game: components["schemas"]["GameHistory"];
            usage: components["schemas"]["UsageHistory"];
            limits: components["schemas"]["ResourceLimits"];
        };
        /** @description One page, ordered by namespace and name. */
        ServerList: {
            items: components["schemas"]["ServerSummary"][];
            /** @description Ask for the next page with it. */
            continue?: string;
        };
        /** @description What this game server is wished to be. */
        ServerSpec: {
            /** @description Id of the game, as the catalogue has it. Cannot change after creation. */
            game: string;
            /**
             * @description Running: the server is up or on its way up. Stopped: the world is kept, nothing runs.
             * @default Running
             * @enum {string}
             */
            state: "Running" | "Stopped";
            /**
             * @description The provider's lock, which outranks state. Maintenance: the operator changes nothing. Suspended: stopped until lifted.
             * @default None
             * @enum {string}
             */
            intent: "None" | "Maintenance" | "Suspended";
            /** @description Which version of the game runs. Default: the version this edition recommends. */
            version?: {
                /** @description Release channel of the game to follow, such as latest or stable. */
                channel?: string;
                /** @description Exact version of the game, such as 1.21.8. Outranks channel. */
                pin?: string;
            };
            /** @description A size preset of the game, such as small. Default: the smallest that suits a few players. */
            size?: string;
            /** @description Explicit resources, which outrank the preset field by field. */
            resources?: {
                /** @description CPU limit, such as 2 or 1500m. Outranks size. */
                cpu?: number | string;
                /** @description Memory limit, such as 4Gi. Outranks size. */
                memory?: number | string;
            };
            /** @description The volume that holds the world. */
            storage?: {
                /** @description Size of the world volume, such as 10Gi. May grow, never shrink. */
                size?: number | string;
                /**
                 * @description What becomes of the world volume when the server is deleted. Delete (default): it goes. Retain: it stays, and a server of the same name finds it again.
                 * @enum {string}
                 */
                whenDeleted?: "Delete" | "Retain";
                /** @description StorageClass of the world volume. Fixed after the first start. */
                className?: string;
            };
            /** @description How players reach the server. */
            network?: {
                /**
                 * @description ClusterIP: inside the cluster only. NodePort: a port of the node it runs on, given by the cluster. LoadBalancer: an address of its own. HostPort: the game's own port numbers on the node it runs on; where pod security is baseline or restricted, the cluster refuses it.
                 * @default LoadBalancer
                 * @enum {string}
                 */
                type: "ClusterIP" | "NodePort" | "LoadBalancer" | "HostPort";
                /** @description LoadBalancer: the IP address to have, from the pool of the platform. Without one the platform chooses, and the address is kept as long as the server is not deleted. */
                address?: string;
                /** @description LoadBalancer: servers of this namespace with the same word here share one address, where the platform is MetalLB or Cilium. Each needs port numbers of its own (ports). The games then do not see the players' own addresses. */
                sharedAddress?: string;
                /** @description Port numbers outside, by the name of the game's port; a port that is not named keeps the game's own number. LoadBalancer: any. NodePort: of the cluster's range. HostPort: any above 1023. */
                ports?: {
                    [key: string]: number;
                };
                /** @description LoadBalancer: which implementation gives the address, where the cluster has several. Fixed after the first start. */
                loadBalancerClass?: string;
                /** @description LoadBalancer: false saves the node ports that load balancers such as MetalLB and Cilium do not need. Default: as the cluster does. */
                allocateLoadBalancerNodePorts?: boolean;
                /** @description Annotations for the load balancer, put on the Service. Only those that concern this server's own address are allowed. */
                annotations?: {
                    [key: string]: string;
                };
            };
            /** @description Where in the cluster the server runs. */
            placement?: {
                /** @description Labels that the node must have. */
                nodeSelector?: {
                    [key: string]: string;
                };
                /** @description Taints of nodes that the pod bears. */
                tolerations?: {
                    key?: string;
                    /** @enum {string} */
                    operator?: "Exists" | "Equal";
                    value?: string;
                    /** @enum {string} */
                    effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
                    tolerationSeconds?: number;
                }[];
                /** @description nodeAffinity, podAffinity and podAntiAffinity as in a pod. */
                affinity?: {
                    [key: string]: unknown;
                };
                /** @description How servers are spread over zones or nodes, as in a pod. */
                topologySpreadConstraints?: {
                    [key: string]: unknown;
                }[];
                /** @description PriorityClass of the pod. */
                priorityClassName?: string;
                /** @description Scheduler that chooses the node. Leave it out on Cozystack: the platform sets it from the tenant's scheduling class. */
                schedulerName?: string;
                /** @description RuntimeClass of the pod, such as one that runs it in a virtual machine of its own. */
                runtimeClassName?: string;
            };
            /** @description Licences the person has accepted. Never accepted on their behalf. */
            licences?: {
                /** @description Id of the licence, as the game declares it. */
                id: string;
                /** @description True when the person who orders has read and accepted it. */
                accepted: boolean;
                /** @description Who accepted it. The API records the signed-in person. */
                acceptedBy?: string;
                /**
                 * Format: date-time
                 * @description When it was accepted.
                 */
                acceptedAt?: string;
            }[];
            /** @description Secret of this namespace with the credentials the game asks for. Default: <server>-credentials, made by the operator. */
            secretName?: string;
            disruption?: components["schemas"]["Disruption"];
            /** @description The game's own settings. See the reference page of the game. */
            settings?: {
                [key: string]: unknown;
            };
        };
        /** @description What this game server is wished to be. */
        ServerSpecInput: {
            /** @description Id of the game, as the catalogue has it. Cannot change after creation. */
            game: string;
            /**
             * @description Running: the server is up or on its way up. Stopped: the world is kept, nothing runs.
             * @default Running
             * @enum {string}
             */
            state?: "Running" | "Stopped";
            /**
             * @description The provider's lock, which outranks state. Maintenance: the operator changes nothing. Suspended: stopped until lifted.
             * @default None
             * @enum {string}
             */
            intent?: "None" | "Maintenance" | "Suspended";
            /** @description Which version of the game runs. Default: the version this edition recommends. */
            version?: {
                /** @description Release channel of the game to follow, such as latest or stable. */
                channel?: string;
                /** @description Exact version of the game, such as 1.21.8. Outranks channel. */
                pin?: string;
            };
            /** @description A size preset of the game, such as small. Default: the smallest that suits a few players. */
            size?: string;
            /** @description Explicit resources, which outrank the preset field by field. */
            resources?: {
                /** @description CPU limit, such as 2 or 1500m. Outranks size. */
                cpu?: number | string;
                /** @description Memory limit, such as 4Gi. Outranks size. */
                memory?: number | string;
            };
            /** @description The volume that holds the world. */
            storage?: {
                /** @description Size of the world volume, such as 10Gi. May grow, never shrink. */
                size?: number | string;
                /**
                 * @description What becomes of the world volume when the server is deleted. Delete (default): it goes. Retain: it stays, and a server of the same name finds it again.
                 * @enum {string}
                 */
                whenDeleted?: "Delete" | "Retain";
                /** @description StorageClass of the world volume. Fixed after the first start. */
                className?: string;
            };
            /** @description How players reach the server. */
            network?: {
                /**
                 * @description ClusterIP: inside the cluster only. NodePort: a port of the node it runs on, given by the cluster. LoadBalancer: an address of its own. HostPort: the game's own port numbers on the node it runs on; where pod security is baseline or restricted, the cluster refuses it.
                 * @default LoadBalancer
                 * @enum {string}
                 */
                type?: "ClusterIP" | "NodePort" | "LoadBalancer" | "HostPort";
                /** @description LoadBalancer: the IP address to have, from the pool of the platform. Without one the platform chooses, and the address is kept as long as the server is not deleted. */
                address?: string;
                /** @description LoadBalancer: servers of this namespace with the same word here share one address, where the platform is MetalLB or Cilium. Each needs port numbers of its own (ports). The games then do not see the players' own addresses. */
                sharedAddress?: string;
                /** @description Port numbers outside, by the name of the game's port; a port that is not named keeps the game's own number. LoadBalancer: any. NodePort: of the cluster's range. HostPort: any above 1023. */
                ports?: {
                    [key: string]: number;
                };
                /** @description LoadBalancer: which implementation gives the address, where the cluster has several. Fixed after the first start. */
                loadBalancerClass?: string;
                /** @description LoadBalancer: false saves the node ports that load balancers such as MetalLB and Cilium do not need. Default: as the cluster does. */
                allocateLoadBalancerNodePorts?: boolean;
                /** @description Annotations for the load balancer, put on the Service. Only those that concern this server's own address are allowed. */
                annotations?: {
                    [key: string]: string;
                };
            };
            /** @description Where in the cluster the server runs. */
            placement?: {
                /** @description Labels that the node must have. */
                nodeSelector?: {
                    [key: string]: string;
                };
                /** @description Taints of nodes that the pod bears. */
                tolerations?: {
                    key?: string;
                    /** @enum {string} */
                    operator?: "Exists" | "Equal";
                    value?: string;
                    /** @enum {string} */
                    effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
                    tolerationSeconds?: number;
                }[];
                /** @description nodeAffinity, podAffinity and podAntiAffinity as in a pod. */
                affinity?: {
                    [key: string]: unknown;
                };
                /** @description How servers are spread over zones or nodes, as in a pod. */
                topologySpreadConstraints?: {
                    [key: string]: unknown;
                }[];
                /** @description PriorityClass of the pod. */
                priorityClassName?: string;
                /** @description Scheduler that chooses the node. Leave it out on Cozystack: the platform sets it from the tenant's scheduling class. */
                schedulerName?: string;
                /** @description RuntimeClass of the pod, such as one that runs it in a virtual machine of its own. */
                runtimeClassName?: string;
            };
            /** @description Licences the person has accepted. Never accepted on their behalf. */
            licences?: {
                /** @description Id of the licence, as the game declares it. */
                id: string;
                /** @description True when the person who orders has read and accepted it. */
                accepted: boolean;
                /** @description Who accepted it. The API records the signed-in person. */
                acceptedBy?: string;
                /**
                 * Format: date-time
                 * @description When it was accepted.
                 */
                acceptedAt?: string;
            }[];
            /** @description Secret of this namespace with the credentials the game asks for. Default: <server>-credentials, made by the operator. */
            secretName?: string;
            disruption?: components["schemas"]["DisruptionInput"];
            /** @description The game's own settings. See the reference page of the game. */
            settings?: {
                [key: string]: unknown;
            };
        };
        /** @description What is observed, and what happens next. Written by the operator. */
        ServerStatus: {
            observedGeneration?: number;
            /** @description One word for people. */
            phase?: components["schemas"]["Phase"];
            /** @description What the game answers over its own protocol. */
            health?: components["schemas"]["Health"];
            /** @description Who is on the server. */
            players?: {
                /** @description False when the game did not answer. Unknown is never zero. */
                known: boolean;
                /** @description Players online. */
                online?: number;
                /** @description Most players at once; 0 is no limit. */
                max?: number;
                /** @description Names, as far as the game tells them. */
                names?: string[];
            };
            /** @description Where players connect. */
            network?: {
                /** @enum {string} */
                state: "Waiting" | "Ready" | "Degraded";
                message?: string;
                endpoints?: {
                    /** @description Name of the port in the adapter, such as game. */
                    name: string;
                    /** @description host:port as a player types it. */
                    address: string;
                    /** @enum {string} */
                    protocol: "TCP" | "UDP";
                }[];
            };
            version?: {
                /**
                 * @description Staged: another version is wished and waits for a restart.
                 * @enum {string}
                 */
                state: "UpToDate" | "Staged";
                /** @description Version as the game itself reports it. */
                running?: string;
                /** @description Version the spec resolves to. */
                wanted?: string;
            };
            /** @enum {string} */
            intent?: "None" | "Maintenance" | "Suspended";
            /** @description What a player types to join; the first exposed endpoint. */
            address?: string;
            /** @description True when no real game runs: the adapter's simulator answers instead. */
            simulated?: boolean;
            /** @description Why the server is not plainly Running, with the fix where there is one. */
            reason?: components["schemas"]["Reason"];
            /** @description What happens next, when and why. */
            next?: {
                /** @description What happens next, in a sentence. */
                what: string;
                /**
                 * Format: date-time
                 * @description When, where a time is set.
                 */
                at?: string;
                /** @description The GameOperation it belongs to. */
                operation?: string;
            };
            /** @description Name of the GameOperation under way. */
            operation?: string;
            /** @description Wishes that wait for a restart. */
            staged?: {
                /** @description Field of the spec, such as settings.maxPlayers. */
                path: string;
                title?: string;
                /** @description What it waits for, in a sentence. */
                message?: string;
            }[];
            /** @description The last crash; cleared after a stable period. */
            crash?: {
                /**
                 * Format: date-time
                 * @description When the game ended.
                 */
                at: string;
                /** @description Exit code of the game process. */
                exitCode?: number;
                /** @description True when the kernel ended it for memory. */
                oomKilled?: boolean;
                /** @description Why its container could not even be started. */
                problem?: string;
                /** @description Id of the matched diagnosis of the game. */
                diagnosis?: string;
                /** @description Last log lines before the end. */
                lines?: string[];
                /** @description Crashes since the last stable period. */
                count: number;
                /** @description Pod and number of the end that was counted last. */
                key: string;
                /** @description Generation at which the platform stopped trying; a change of the spec or a restart tries again. */
                givenUp?: number;
            };
            /**
             * Format: date-time
             * @description Since when the game answers without a break.
             */
            healthySince?: string;
            /**
             * Format: date-time
             * @description When the running game process was started.
             */
            startedAt?: string;
            /** @description Whether a pod is to exist, as the journal has decided. The workload follows it. */
            desiredReplicas?: number;
            /** @description Operations the operator has opened for this server; makes their names unique. */
            operationsOpened?: number;
            /** @description A wish that somebody skipped or cancelled; it is not tried again before the spec changes. */
            held?: {
                /** @description Generation of the spec that was declined. */
                generation: number;
                message: string;
            };
            /** @description Projections for kubectl wait: Ready, SettingsValid, and where they apply Simulated and StorageAsOrdered. */
            conditions?: components["schemas"]["Condition"][];
        };
        /** @description A server in short. */
        ServerSummary: {
            namespace: string;
            name: string;
            uid: string;
            resourceVersion: string;
            /** @description Grows with every change of the wish. */
            generation: number;
            createdAt: string;
            /** @description Deletion was asked for; the game is being stopped. */
            deleting: boolean;
            game: string;
            /**
             * @description What is wished for.
             * @enum {string}
             */
            state: "Running" | "Stopped";
            /** @enum {string} */
            intent: "None" | "Maintenance" | "Suspended";
            phase: components["schemas"]["Phase"];
            health: components["schemas"]["Health"];
            /** @description No real game runs: the simulator answers instead. */
            simulated: boolean;
            players: components["schemas"]["PlayerCount"];
            /** @description What a player types to join. */
            address?: string;
            version?: {
                running?: string;
                wanted?: string;
                /** @enum {string} */
                state: "UpToDate" | "Staged";
            };
            /** @description Why it is not plainly Running; the evidence stands in the status. */
            reason?: components["schemas"]["ShortReason"];
            /** @description What happens next, when and why. */
            next?: {
                /** @description What happens next, in a sentence. */
                what: string;
                /**
                 * Format: date-time
                 * @description When, where a time is set.
                 */
                at?: string;
                /** @description The GameOperation it belongs to. */
                operation?: string;
            };
            /** @description The operation under way. */
            operation?: string;
            /** @description Wishes that wait for a restart. */
            staged: number;
        };
        /** @description The session of the caller. */
        Session: {
            /** @description Who is signed in. */
            user: string;
            /** @description When the browser has to sign in again; absent with a bearer token. */
            expiresAt?: string;
        };
        ShortReason: {
            /** @description Stable CamelCase code. */
            code: string;
            /** @description A sentence for people. */
            message: string;
            fix?: components["schemas"]["Fix"];
        };
        /** @description What signs a browser in. */
        SignInInput: {
            /**
             * Format: password
             * @description A Kubernetes token.
             */
            token: string;
        };
        /** @description The ways to sign a browser in. A token always is one. */
        SignInWays: {
            /** @description The sign-in service of the platform, where there is one. */
            service?: {
                /** @description Host of the sign-in service. */
                host: string;
                /** @description Address to send the browser to; takes `return-to`. */
                start: string;
            };
        };
        /** @description Signed out here; the sign-in service is left to do. */
        SignedOut: {
            /** @description Address at the sign-in service at which one signs out there, too. */
            goTo: string;
        };
        StoredServerSpec: {
            /** @description Id of the game, as the catalogue has it. Cannot change after creation. */
            game: string;
            /**
             * @description Running: the server is up or on its way up. Stopped: the world is kept, nothing runs.
             * @default Running
             * @enum {string}
             */
            state: "Running" | "Stopped";
            /**
             * @description The provider's lock, which outranks state. Maintenance: the operator changes nothing. Suspended: stopped until lifted.
             * @default None
             * @enum {string}
             */
            intent: "None" | "Maintenance" | "Suspended";
            /** @description Which version of the game runs. Default: the version this edition recommends. */
            version?: {
                /** @description Release channel of the game to follow, such as latest or stable. */
                channel?: string;
                /** @description Exact version of the game, such as 1.21.8. Outranks channel. */
                pin?: string;
            };
            /** @description A size preset of the game, such as small. Default: the smallest that suits a few players. */
            size?: string;
            /** @description Explicit resources, which outrank the preset field by field. */
            resources?: {
                /** @description CPU limit, such as 2 or 1500m. Outranks size. */
                cpu?: number | string;
                /** @description Memory limit, such as 4Gi. Outranks size. */
                memory?: number | string;
            };
            /** @description The volume that holds the world. */
            storage?: {
                /** @description Size of the world volume, such as 10Gi. May grow, never shrink. */
                size?: number | string;
                /**
                 * @description What becomes of the world volume when the server is deleted. Delete (default): it goes. Retain: it stays, and a server of the same name finds it again.
                 * @enum {string}
                 */
                whenDeleted?: "Delete" | "Retain";
                /** @description StorageClass of the world volume. Fixed after the first start. */
                className?: string;
            };
            /** @description How players reach the server. */
            network?: {
                /**
                 * @description ClusterIP: inside the cluster only. NodePort: a port of the node it runs on, given by the cluster. LoadBalancer: an address of its own. HostPort: the game's own port numbers on the node it runs on; where pod security is baseline or restricted, the cluster refuses it.
                 * @default LoadBalancer
                 * @enum {string}
                 */
                type: "ClusterIP" | "NodePort" | "LoadBalancer" | "HostPort";
                /** @description LoadBalancer: the IP address to have, from the pool of the platform. Without one the platform chooses, and the address is kept as long as the server is not deleted. */
                address?: string;
                /** @description LoadBalancer: servers of this namespace with the same word here share one address, where the platform is MetalLB or Cilium. Each needs port numbers of its own (ports). The games then do not see the players' own addresses. */
                sharedAddress?: string;
                /** @description Port numbers outside, by the name of the game's port; a port that is not named keeps the game's own number. LoadBalancer: any. NodePort: of the cluster's range. HostPort: any above 1023. */
                ports?: {
                    [key: string]: number;
                };
                /** @description LoadBalancer: which implementation gives the address, where the cluster has several. Fixed after the first start. */
                loadBalancerClass?: string;
                /** @description LoadBalancer: false saves the node ports that load balancers such as MetalLB and Cilium do not need. Default: as the cluster does. */
                allocateLoadBalancerNodePorts?: boolean;
                /** @description Annotations for the load balancer, put on the Service. Only those that concern this server's own address are allowed. */
                annotations?: {
                    [key: string]: string;
                };
            };
            /** @description Where in the cluster the server runs. */
            placement?: {
                /** @description Labels that the node must have. */
                nodeSelector?: {
                    [key: string]: string;
                };
                /** @description Taints of nodes that the pod bears. */
                tolerations?: {
                    key?: string;
                    /** @enum {string} */
                    operator?: "Exists" | "Equal";
                    value?: string;
                    /** @enum {string} */
                    effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
                    tolerationSeconds?: number;
                }[];
                /** @description nodeAffinity, podAffinity and podAntiAffinity as in a pod. */
                affinity?: {
                    [key: string]: unknown;
                };
                /** @description How servers are spread over zones or nodes, as in a pod. */
                topologySpreadConstraints?: {
                    [key: string]: unknown;
                }[];
                /** @description PriorityClass of the pod. */
                priorityClassName?: string;
                /** @description Scheduler that chooses the node. Leave it out on Cozystack: the platform sets it from the tenant's scheduling class. */
                schedulerName?: string;
                /** @description RuntimeClass of the pod, such as one that runs it in a virtual machine of its own. */
                runtimeClassName?: string;
            };
            licences?: {
                id: string;
                accepted: boolean;
                acceptedBy?: string;
                acceptedAt?: string;
            }[];
            /** @description Secret of this namespace with the credentials the game asks for. Default: <server>-credentials, made by the operator. */
            secretName?: string;
            disruption?: components["schemas"]["Disruption"];
            /** @description The game's own settings. See the reference page of the game. */
            settings?: {
                [key: string]: unknown;
            };
        };
        /** @description What the game used. Measured only while somebody looks, and for two hours at most. */
        UsageHistory: {
            /** @description Seconds since the epoch; value i stands for from + i * stepSeconds. */
            from: number;
            stepSeconds: number;
            /** @description Thousandths of a processor. */
            cpuMilli: (number | null)[];
            memoryBytes: (number | null)[];
            /** @description Why there is nothing, in a sentence; absent where there is something. */
            unknownBecause?: string;
        };
        /** @description What to change of the wish. */
        WishChangeRequestInput: {
            /** @description JSON merge patch of the spec: what is absent stays, null removes. */
            spec?: {
                [key: string]: unknown;
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listGames: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The catalogue, in the order of the marketplace. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GameList"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    getGame: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A game, with everything an order form needs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Game"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    getGameIcon: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An SVG image. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    listNamespaces: {
        parameters: {
            query: {
                /** @description Id of the game that is to be ordered. */
                game: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Namespaces in which the caller may order, as far as they are known. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderNamespaceList"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    getOrderNetwork: {
        parameters: {
            query: {
                /** @description Where the server is to be kept. */
                namespace: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the caller may choose of how players reach a server. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NetworkOffer"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    getServerNetwork: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the caller may choose of how players reach a server. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NetworkOffer"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    listServers: {
        parameters: {
            query?: {
                namespace?: string;
                /** @description Most items of one page. */
                limit?: number;
                /** @description Where the page before ended, as it said in `continue`. */
                continue?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page, ordered by namespace and name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerList"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    orderServer: {
        parameters: {
            query?: {
                /** @description Only check and say what would happen. */
                dryRun?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderInput"];
            };
        };
        responses: {
            /** @description Dry run: the order can be met; this is what would run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckedOrder"];
                };
            };
            /** @description A server: the wish, the world, and the order as YAML. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Server"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    getServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A server: the wish, the world, and the order as YAML. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Server"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    deleteServer: {
        parameters: {
            query?: {
                /** @description Only say what would happen. */
                dryRun?: "true" | "false";
                /** @description Whether the world volume stays. Absent: as `spec.storage.whenDeleted` says, which deletes it by default. */
                keepWorld?: "true" | "false";
            };
            header?: never;
            path: {
                namespace: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What goes and what is kept. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Removal"];
                };
            };
            /** @description What goes and what is kept. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Removal"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    changeServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServerChangeRequestInput"];
            };
        };
        responses: {
            /** @description A server: the wish, the world, and the order as YAML. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Server"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    previewChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WishChangeRequestInput"];
            };
        };
        responses: {
            /** @description What a change would mean. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    startServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A server: the wish, the world, and the order as YAML. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Server"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    stopServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A server: the wish, the world, and the order as YAML. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Server"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    applyFix: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FixRequestInput"];
            };
        };
        responses: {
            /** @description What was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FixResult"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    listOperations: {
        parameters: {
            query?: {
                /** @description Most items of one page. */
                limit?: number;
                /** @description Where the page before ended, as it said in `continue`. */
                continue?: string;
            };
            header?: never;
            path: {
                namespace: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Running, pending and past operations, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationList"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    getOperation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: string;
                name: string;
                operation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A disruptive act, step by step. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    restartServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestartRequestInput"];
            };
        };
        responses: {
            /** @description A disruptive act, step by step. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    skipOperation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: string;
                name: string;
                operation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A disruptive act, step by step. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    cancelOperation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: string;
                name: string;
                operation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A disruptive act, step by step. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    runOperationNow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: string;
                name: string;
                operation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A disruptive act, step by step. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    postponeOperation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: string;
                name: string;
                operation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostponeRequestInput"];
            };
        };
        responses: {
            /** @description A disruptive act, step by step. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    getServerHistory: {
        parameters: {
            query?: {
                /** @description The last hour finely, or the last day coarsely. */
                range?: "hour" | "day";
            };
            header?: never;
            path: {
                namespace: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Health, players and resources over the last hour or day. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerHistory"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    listPlayers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Unknown, with the reason, when the game cannot be asked; that is never zero. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Players"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    listPlayerLists: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lists the game keeps, as far as it has them and can be asked for them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlayerLists"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    moderatePlayer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: string;
                name: string;
                act: components["schemas"]["ModerationActInput"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModerationRequestInput"];
            };
        };
        responses: {
            /** @description What came of it, in the game's words. `done: false` is an answer of the game. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModerationResult"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    announce: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnnouncementInput"];
            };
        };
        responses: {
            /** @description Said. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    runCommand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandInput"];
            };
        };
        responses: {
            /** @description What the game printed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandResult"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    openConsole: {
        parameters: {
            query?: {
                /** @description Number of the last line already shown. */
                after?: number;
                /** @description Most lines to show again. */
                replay?: number;
            };
            header?: never;
            path: {
                namespace: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The console is open. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    watch: {
        parameters: {
            query?: {
                namespace?: string;
            };
            header?: {
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream of events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    listActivity: {
        parameters: {
            query?: {
                /** @description Most items of one page. */
                limit?: number;
                /** @description Where the page before ended, as it said in `continue`. */
                continue?: string;
            };
            header?: never;
            path: {
                namespace: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityList"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    listAllActivity: {
        parameters: {
            query?: {
                namespace?: string;
                /** @description Most items of one page. */
                limit?: number;
                /** @description Where the page before ended, as it said in `continue`. */
                continue?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityList"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    getSignInWays: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ways to sign a browser in. A token always is one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInWays"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session of the caller. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInInput"];
            };
        };
        responses: {
            /** @description The session of the caller. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out here; the sign-in service is left to do. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedOut"];
                };
            };
            /** @description Signed out. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    redeemCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed in; go to the first page. */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    startSignIn: {
        parameters: {
            query?: {
                /** @description Page to come back to; one of ours, or the first page. */
                "return-to"?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Go to the sign-in service. */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    finishSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed in; go back to the page. */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Text exposition format. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Why it was not done. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description Why it was not done. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
}

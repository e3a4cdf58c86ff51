// Written by tools/types.js from `ratesmith openapi`; not by hand.

export interface paths {
    "/api/v1/best": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the best learning rates across sweeps
         * @description Sweeps that the same metric decided stand together, the best first. Those without a configuration that trained with every
         *     seed are not among them.
         */
        get: operations["list_best"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/range-tests/analyze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read a range test that was run elsewhere
         * @description Nothing is stored. What cannot be answered is `null`, and `why` says why.
         */
        post: operations["analyze_range_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show a schedule before anything is trained
         * @description Step by step, or epoch by epoch where `unit` is `epoch` or the batch grows: the same computation that trains. At most
         *     200000 entries.
         */
        post: operations["preview_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schema/sweep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show what a sweep may look like */
        get: operations["get_sweep_schema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List sweeps, the newest first */
        get: operations["list_sweeps"];
        put?: never;
        /**
         * Submit a sweep
         * @description Every mistake in it is told at once, with its path, and nothing is stored then.
         */
        post: operations["submit_sweep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a sweep */
        get: operations["get_sweep"];
        put?: never;
        post?: never;
        /** Forget a sweep that is over, and all its trials */
        delete: operations["delete_sweep"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps/{id}/best": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the best learning rate of a sweep
         * @description From the trials that are over so far.
         */
        get: operations["get_best"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel what is left of a sweep
         * @description Trials that wait are over at once, those that run as soon as their workers hear of it.
         */
        post: operations["cancel_sweep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps/{id}/configurations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show how the configurations of a sweep have done
         * @description Those with completed trials, by their numbers, column by column.
         */
        get: operations["get_configurations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps/{id}/curves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the learning curves of a sweep
         * @description One metric of the trials that have reported, from their latest attempts, by their numbers.
         */
        get: operations["get_curves"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a sweep
         * @description `sweep` carries the sweep, first as it is and then whenever it changes; `trial` a trial that changed; `points`
         *     the metric points that came in for a trial. The ids are times: who comes back with `Last-Event-ID` misses
         *     nothing, and may be told a little twice. The stream ends when the sweep is over and all was told; who then comes
         *     back is answered with 204, so that browsers stop asking.
         */
        get: operations["get_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the trials of a sweep, one row each
         * @description The columns are `number`, `id`, `configuration`, `replicate`, `seed`, `state`, `diverged`, one for each parameter
         *     that varies, `lr`, `value`, `first`, `attempt`, `failures`, `worker`, `started_at`, `ended_at`, `train_ms` and
         *     `error`. In CSV, text that a spreadsheet would take for a formula begins with `'`.
         */
        get: operations["export_sweep"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps/{id}/heatmap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show how a sweep has done over its rates and a second parameter
         * @description Over all trials that were trained to their end, cell by cell. Where there are very many values they are gathered into fewer.
         */
        get: operations["get_heatmap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand out no more trials of a sweep
         * @description Those that run go on.
         */
        post: operations["pause_sweep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps/{id}/plots/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Plot a sweep
         * @description `answer` is the loss against the rate, with the best rate, how sure it is and where the edge lies; of a range test, its
         *     reading. `curves` are the learning curves, coloured by rate. `range-test` is there for range tests and searches,
         *     `heatmap` where more than the rate varies. Each as `.svg` or `.png`. Where nothing has been trained yet the
         *     picture says so.
         */
        get: operations["get_plot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps/{id}/range-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what a range test says
         * @description What the losses and the accuracies of its seeds say, each on its own, and where they do not agree. A sweep of
         *     another method has none.
         */
        get: operations["get_range_test"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand out trials of a paused sweep again */
        post: operations["resume_sweep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Queue the failed and quarantined trials of a sweep again */
        post: operations["retry_sweep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show when the trials of a sweep trained, and where
         * @description The latest attempt of each trial that has begun, unless they are more than `trials`; and how busy each worker was with
         *     all of them.
         */
        get: operations["get_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps/{id}/trials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the trials of a sweep, by number or in another order */
        get: operations["list_trials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trials/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a trial and its attempts */
        get: operations["get_trial"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trials/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a trial
         * @description One that runs is over as soon as its worker hears of it.
         */
        post: operations["cancel_trial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trials/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show what is known of how a trial went, line by line */
        get: operations["get_trial_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trials/{id}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show what a trial's latest attempt reported */
        get: operations["get_trial_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List workers, the last to come first */
        get: operations["list_workers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/{id}/drain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a worker to finish what it trains and leave */
        post: operations["drain_worker"];
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
        /** Ask whether the process is alive */
        get: operations["get_health"];
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
        /** Show the coordinator's numbers for Prometheus */
        get: operations["get_metrics"];
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
        /** Ask whether the coordinator can serve */
        get: operations["get_readiness"];
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
        /** @description What an accuracy says, as Leslie Smith reads it. */
        AccuracyReading: {
            /**
             * Format: double
             * @description Where it starts to rise.
             */
            base_lr?: number | null;
            /**
             * Format: double
             * @description The accuracy that guessing comes to; `null` where that is not known.
             */
            chance?: number | null;
            /**
             * Format: double
             * @description Where it stops.
             */
            max_lr?: number | null;
            max_spread?: components["schemas"]["Bracket"] | null;
            /** @description What happens there: it `falls`, it becomes `ragged`, or the test comes to its `end`. */
            reason?: string | null;
            /** @description Why there is no answer. */
            why?: string | null;
        };
        /**
         * @description What is read in a curve that was handed in.
         * @example {
         *       "accuracy": {
         *         "base_lr": 0.01,
         *         "max_lr": 0.2,
         *         "reason": "falls",
         *         "why": null
         *       },
         *       "bracket": {
         *         "high": 0.1,
         *         "low": 0.004
         *       },
         *       "edge": 0.1,
         *       "suggestions": {
         *         "minimum": 0.0079,
         *         "slide": 0.031,
         *         "steep": 0.025,
         *         "steepest": 0.025,
         *         "valley": 0.012
         *       },
         *       "why": null
         *     }
         */
        Analysis: {
            accuracy?: components["schemas"]["CurveAccuracy"] | null;
            bracket?: components["schemas"]["Bracket"] | null;
            /**
             * Format: double
             * @description The rate at which the loss is lowest; above it training begins to fail.
             */
            edge?: number | null;
            suggestions: components["schemas"]["Suggestions"];
            /** @description Why something above is missing or to be taken with care. */
            why?: string | null;
        };
        /** @description One try at running a trial. */
        Attempt: {
            /**
             * Format: int64
             * @description Its number, from 1.
             */
            attempt: number;
            /** @description When it was over; `null` while it is under way. */
            ended_at?: string | null;
            /** @description `completed`, `diverged`, `stopped`, `failed`, `cancelled`, `released` or `lost`; `null` while it is under way. */
            ending?: string | null;
            /** @description Why it failed. */
            error?: string | null;
            /** @description When the trial was leased. */
            started_at: string;
            /** @description Who made it. */
            worker: string;
        };
        /** @description Rates nearly as good as the best. */
        Basin: {
            /**
             * Format: double
             * @description To this one.
             */
            high: number;
            /**
             * Format: double
             * @description From this rate.
             */
            low: number;
            /**
             * Format: double
             * @description Worse by no more than this.
             */
            within: number;
        };
        /** @description The answer to a sweep: the best learning rate, and what is known around it. */
        Best: {
            /** @description Whether a better rate may lie outside of what was tried. */
            at_edge: boolean;
            basin?: components["schemas"]["Basin"] | null;
            best?: components["schemas"]["BestConfiguration"] | null;
            counts: components["schemas"]["Counts"];
            divergence: components["schemas"]["Divergence"];
            find?: components["schemas"]["Search"] | null;
            /**
             * @description The same for each combination of what else varies; empty where nothing does, and `null` where it takes
             *     too many values.
             */
            groups?: components["schemas"]["Group"][] | null;
            horizon: components["schemas"]["Horizon"];
            interval?: components["schemas"]["Interval"] | null;
            metric: components["schemas"]["Metric"];
            scaling?: components["schemas"]["Scaling"] | null;
            /** @description The sweep. */
            sweep: string;
            /** @description Rates that the trials cannot tell from the best; `null` where they cannot say. */
            tied?: components["schemas"]["Tied"][] | null;
            /** @description The best configurations, the best of them first. */
            top: components["schemas"]["Top"][];
            /** @description What to know before relying on this. */
            warnings: string[];
            /** @description What cannot be said, and why. */
            why?: string | null;
        };
        /** @description The best configuration. */
        BestConfiguration: {
            /** @description All that it trains with. */
            config: Record<string, never>;
            /**
             * Format: double
             * @description Its learning rate.
             */
            lr?: number | null;
            /**
             * Format: double
             * @description The mean of the metric over its replicates.
             */
            mean: number;
            /** @description The values of what varies. */
            parameters: Record<string, never>;
            /**
             * Format: int64
             * @description How many trials that is over.
             */
            replicates: number;
            /**
             * Format: double
             * @description Their standard deviation; `null` for one replicate.
             */
            std?: number | null;
            /** @description Those trials. */
            trials: string[];
        };
        /** @description The best learning rate of a sweep, and what the sweep was about. */
        BestRate: {
            /** @description The kind of data; `null` where it varies. */
            dataset?: string | null;
            /** @description Which way is better: `minimize` or `maximize`. */
            goal: string;
            /**
             * Format: double
             * @description The best rate.
             */
            lr: number;
            /**
             * Format: double
             * @description The mean of the metric over its replicates.
             */
            mean: number;
            /** @description The metric's name. */
            metric: string;
            /** @description The kind of model; `null` where it varies, or there is none. */
            model?: string | null;
            /** @description What people call the sweep. */
            name: string;
            /** @description The kind of optimizer; `null` where it varies. */
            optimizer?: string | null;
            /**
             * Format: int64
             * @description How many trials that is over.
             */
            replicates: number;
            /** @description The kind of schedule; `null` where it varies. */
            schedule?: string | null;
            /** @description The sweep; its answer says how sure the rate is. */
            sweep: string;
        };
        /** @description Two rates. */
        Bracket: {
            /**
             * Format: double
             * @description The higher one.
             */
            high: number;
            /**
             * Format: double
             * @description The lower one.
             */
            low: number;
        };
        /** @description How the curves of one configuration read. */
        ConfigurationReading: components["schemas"]["Reading"] & {
            /**
             * Format: int64
             * @description Which configuration.
             */
            configuration: number;
            /** @description The values of what varies. */
            parameters: Record<string, never>;
        };
        /** @description How the configurations of a sweep have done: an entry a configuration in each column. */
        Configurations: {
            /** @description Their numbers. */
            configuration: number[];
            /** @description How many of those diverged. */
            diverged: number[];
            /** @description The highest of them. */
            high: (number | null)[];
            /** @description The lowest of those results. */
            low: (number | null)[];
            /** @description Their learning rates. */
            lr: (number | null)[];
            /** @description The means of their completed trials that have a finite result; `null` where none has. */
            mean: (number | null)[];
            metric: components["schemas"]["Metric"];
            /** @description The values of what varies, a column a parameter. */
            parameters: {
                [key: string]: Record<string, never>[];
            };
            /** @description How many trials are completed. */
            replicates: number[];
            /** @description How many trials were stopped early. */
            stopped: number[];
            /**
             * @description The means of what those had come to by then: results of shorter runs, no part of `mean`. `null` where none was
             *     stopped.
             */
            stopped_mean: (number | null)[];
            /** @description Whose configurations these are. */
            sweep: string;
            /**
             * @description How many configurations have trials that were completed or stopped early; more than are shown where a choice
             *     was made.
             */
            total: number;
        };
        /** @description How many trials are in which state. */
        Counts: {
            /**
             * Format: int64
             * @description Not wanted any more.
             */
            cancelled: number;
            /**
             * Format: int64
             * @description Over, with a result.
             */
            completed: number;
            /**
             * Format: int64
             * @description Of the completed: training got nowhere.
             */
            diverged: number;
            /**
             * Format: int64
             * @description Failed too often.
             */
            failed: number;
            /**
             * Format: int64
             * @description Too many workers were lost on them.
             */
            quarantined: number;
            /**
             * Format: int64
             * @description Waiting for a worker.
             */
            queued: number;
            /**
             * Format: int64
             * @description Being trained.
             */
            running: number;
            /**
             * Format: int64
             * @description Stopped early.
             */
            stopped: number;
        };
        /**
         * @description A curve to be read: one entry an update in each list.
         * @example {
         *       "accuracy": [
         *         0.1,
         *         0.2,
         *         0.5,
         *         0.8,
         *         0.3,
         *         null
         *       ],
         *       "chance": 0.1,
         *       "loss": [
         *         2.3,
         *         2.2,
         *         1.4,
         *         0.6,
         *         3.1,
         *         null
         *       ],
         *       "lr": [
         *         0.0001,
         *         0.001,
         *         0.01,
         *         0.1,
         *         1,
         *         10
         *       ]
         *     }
         */
        Curve: {
            /** @description The raw accuracies, from 0 to 1. */
            accuracy?: (number | null)[] | null;
            /**
             * Format: double
             * @description The accuracy that guessing comes to: 0.1 for ten classes of one size.
             */
            chance?: number | null;
            /** @description The raw losses; `null` is one that is not finite. */
            loss: (number | null)[];
            /** @description The rates: finite, above 0, ascending; at most 100,000. */
            lr: number[];
        };
        /** @description What the accuracies of a curve say, as Leslie Smith reads them. */
        CurveAccuracy: {
            /**
             * Format: double
             * @description Where they start to rise.
             */
            base_lr?: number | null;
            /**
             * Format: double
             * @description Where they stop.
             */
            max_lr?: number | null;
            /** @description What happens there: `falls`, `ragged`, or the `end` of the test. */
            reason?: string | null;
            /** @description Why there is no answer. */
            why?: string | null;
        };
        /** @description The curves of a sweep's trials. */
        Curves: {
            /**
             * Format: int64
             * @description How many trials of the sweep have begun.
             */
            begun: number;
            /** @description Which way is better, where this is the metric that decides. */
            goal?: string | null;
            /** @description Which metric they show. */
            metric: string;
            /** @description The metrics that these trials reported. */
            metrics: string[];
            /** @description Ask with this as `cursor` for the curves of the next trials; `null` where there are no more. */
            next_cursor?: string | null;
            /** @description Whose curves these are. */
            sweep: string;
            /** @description A curve a trial, by the trials' numbers. */
            trials: components["schemas"]["TrialCurve"][];
        };
        /** @description One decision of a search. */
        Decided: {
            /**
             * Format: int64
             * @description How many trials it brought.
             */
            trials: number;
            /** @description What they are. */
            why: string;
        };
        /** @description Where training blows up. */
        Divergence: {
            frontier: components["schemas"]["Frontier"];
            /**
             * Format: double
             * @description The highest rate that did not.
             */
            highest_converged?: number | null;
            /**
             * Format: double
             * @description The lowest rate that lay beyond the edge.
             */
            lowest_diverged?: number | null;
        };
        /** @description The trials that a sweep would have. */
        DryRun: {
            /**
             * Format: int64
             * @description How many configurations it would have.
             */
            configurations: number;
            find?: components["schemas"]["Expected"] | null;
            /** @description The first of them. */
            preview: components["schemas"]["Planned"][];
            /**
             * Format: int64
             * @description How many trials each of them.
             */
            replicates: number;
            /**
             * Format: int64
             * @description How many trials it would have; with `find`, to begin with.
             */
            trials: number;
        };
        /** @description What is known of a search before it begins. */
        Expected: {
            /**
             * Format: double
             * @description What it may cost, in trials.
             */
            budget: number;
            /**
             * Format: double
             * @description What a plain grid of 21 rates with as many seeds would cost.
             */
            grid_cost: number;
        };
        /** @description How many trials of each rate diverged. */
        Frontier: {
            half?: components["schemas"]["Half"] | null;
            /** @description Every rate tried, the lowest first, among configurations that differ from the best in their rate alone. */
            rates: components["schemas"]["Share"][];
        };
        /** @description What configurations that differ in their rate alone say. */
        Group: {
            basin?: components["schemas"]["Basin"] | null;
            best?: components["schemas"]["Measured"] | null;
            interval?: components["schemas"]["Interval"] | null;
            /** @description What they have in common. */
            parameters: Record<string, never>;
            /** @description Rates that the trials cannot tell from the best; `null` where they cannot say. */
            tied?: components["schemas"]["Tied"][] | null;
            /** @description What cannot be said, and why. */
            why?: string | null;
        };
        /** @description The rate at which half of the trials diverge. */
        Half: {
            /**
             * Format: double
             * @description As sure as that.
             */
            confidence: number;
            /**
             * Format: double
             * @description Nor above this one.
             */
            high: number;
            /**
             * Format: double
             * @description Not below this rate.
             */
            low: number;
            /**
             * Format: double
             * @description The rate.
             */
            lr: number;
        };
        /** @description The cells in which a trial is over: an entry a cell in each list. */
        HeatCells: {
            /** @description Whether it is the best of its row, among those in which none diverged. */
            best: boolean[];
            /** @description Their places among the columns. */
            column: number[];
            /** @description How many of those diverged. */
            diverged: number[];
            /** @description The means over the configurations of which a trial has trained; `null` where all diverged. */
            mean: (number | null)[];
            /** @description Their places among the rows. */
            row: number[];
            /** @description How many trials were trained to their end. */
            trials: number[];
        };
        /** @description How a sweep has done over its rates and a second parameter. */
        HeatMap: {
            /** @description Which of them the rows are; `null` where only the rate varies. */
            by?: string | null;
            cells: components["schemas"]["HeatCells"];
            /** @description The rates, ascending; the middles of stretches where there are many. */
            columns: number[];
            metric: components["schemas"]["Metric"];
            /** @description The parameters that vary besides the rate. */
            others: string[];
            /** @description The values of the second parameter. */
            rows: Record<string, never>[];
            /** @description Whose. */
            sweep: string;
        };
        /** @description How long the trials trained. The best rate of a longer training is a lower one. */
        Horizon: {
            /**
             * Format: int64
             * @description In passes over the data, where the sweep says so.
             */
            epochs?: number | null;
            /**
             * Format: int64
             * @description In updates, where that is known.
             */
            steps?: number | null;
        };
        /** @description Where the best rate lies. */
        Interval: {
            /**
             * Format: double
             * @description As sure as that.
             */
            confidence: number;
            /**
             * Format: double
             * @description Nor above this one.
             */
            high: number;
            /**
             * Format: double
             * @description Not below this rate.
             */
            low: number;
        };
        /** @description What one worker did, in equal parts of the time: an entry a part in each list. */
        Lane: {
            /** @description How many trials trained side by side, on average. */
            busy: number[];
            /** @description How many of those diverged. */
            diverged: number[];
            /** @description How many ended. */
            ended: number[];
            /** @description How many of those failed. */
            failed: number[];
        };
        /** @description A line of what is known of a trial. */
        Line: {
            /** @description When. */
            at: string;
            /**
             * Format: int64
             * @description Of which attempt.
             */
            attempt: number;
            /** @description What happened. */
            text: string;
        };
        /** @description What a loss says. */
        LossReading: {
            bracket?: components["schemas"]["Bracket"] | null;
            /**
             * Format: double
             * @description The rate at which the loss is lowest; above it training begins to fail.
             */
            edge?: number | null;
            edge_spread?: components["schemas"]["Bracket"] | null;
            suggestions: components["schemas"]["Suggestions"];
            /** @description Why something above is missing or to be taken with care. */
            why?: string | null;
        };
        /** @description A rate and what it came to. */
        Measured: {
            /**
             * Format: double
             * @description The rate.
             */
            lr: number;
            /**
             * Format: double
             * @description The mean of the metric over its replicates.
             */
            mean: number;
            /**
             * Format: int64
             * @description How many trials that is over.
             */
            replicates: number;
            /**
             * Format: double
             * @description Their standard deviation; `null` for one replicate.
             */
            std?: number | null;
        };
        /** @description The metric that decides. */
        Metric: {
            /** @description `minimize` or `maximize`. */
            goal: string;
            /** @description What trials report it as. */
            name: string;
            /** @description How a curve becomes a number: `last`, `best` or `mean_of_last_k`. */
            summary: string;
        };
        /** @description All that a trial's latest attempt reported. */
        Metrics: {
            /**
             * Format: int32
             * @description Of which attempt.
             */
            attempt: number;
            /** @description Whether training got nowhere. */
            diverged: boolean;
            /** @description A column a metric. */
            series: components["schemas"]["SeriesView"][];
            /** @description Whose metrics these are. */
            trial: string;
        };
        /** @description One mistake in a request. */
        Mistake: {
            /** @description What is wrong there, and what would be right. */
            message: string;
            /**
             * @description Where it is: dotted, as in `parameters.lr.min`; the name of a query parameter or header; empty for
             *     the request itself.
             */
            path: string;
        };
        /** @description A page of a list. */
        Page_BestRate: {
            /** @description What is on it. */
            items: {
                /** @description The kind of data; `null` where it varies. */
                dataset?: string | null;
                /** @description Which way is better: `minimize` or `maximize`. */
                goal: string;
                /**
                 * Format: double
                 * @description The best rate.
                 */
                lr: number;
                /**
                 * Format: double
                 * @description The mean of the metric over its replicates.
                 */
                mean: number;
                /** @description The metric's name. */
                metric: string;
                /** @description The kind of model; `null` where it varies, or there is none. */
                model?: string | null;
                /** @description What people call the sweep. */
                name: string;
                /** @description The kind of optimizer; `null` where it varies. */
                optimizer?: string | null;
                /**
                 * Format: int64
                 * @description How many trials that is over.
                 */
                replicates: number;
                /** @description The kind of schedule; `null` where it varies. */
                schedule?: string | null;
                /** @description The sweep; its answer says how sure the rate is. */
                sweep: string;
            }[];
            /** @description Ask with this as `cursor` for the next page; `null` on the last one. */
            next_cursor?: string | null;
        };
        /** @description A page of a list. */
        Page_Line: {
            /** @description What is on it. */
            items: {
                /** @description When. */
                at: string;
                /**
                 * Format: int64
                 * @description Of which attempt.
                 */
                attempt: number;
                /** @description What happened. */
                text: string;
            }[];
            /** @description Ask with this as `cursor` for the next page; `null` on the last one. */
            next_cursor?: string | null;
        };
        /** @description A page of a list. */
        Page_Sweep: {
            /** @description What is on it. */
            items: {
                /**
                 * Format: int64
                 * @description How many configurations it has; for `find`, how many it may choose from.
                 */
                configurations: number;
                counts: components["schemas"]["Counts"];
                /** @description When it was submitted. */
                created_at: string;
                /** @description When its last trial was over; `null` while one is not. */
                ended_at?: string | null;
                /** @description Its name among all sweeps, a UUID of version 7. */
                id: string;
                /** @description `grid`, `random`, `sobol`, `range_test` or `find`. */
                method: string;
                metric: components["schemas"]["Metric"];
                /** @description What people call it. */
                name: string;
                /**
                 * Format: int64
                 * @description Sweeps with a higher one go first.
                 */
                priority: number;
                /**
                 * Format: int64
                 * @description How many trials each of them has; for `find`, the most that it may have.
                 */
                replicates: number;
                spared?: components["schemas"]["Spared"] | null;
                /** @description As it was submitted. */
                spec: Record<string, never>;
                /** @description `running`, `paused`, `completed` or `cancelled`. */
                state: string;
                /**
                 * Format: int64
                 * @description How many trials it has; for `find`, so far.
                 */
                trials: number;
                /** @description When it last changed. */
                updated_at: string;
            }[];
            /** @description Ask with this as `cursor` for the next page; `null` on the last one. */
            next_cursor?: string | null;
        };
        /** @description A page of a list. */
        Page_Trial: {
            /** @description What is on it. */
            items: {
                /**
                 * Format: int32
                 * @description The number of its latest attempt, from 1; 0 before the first.
                 */
                attempt: number;
                /** @description All that it trains with. */
                config: Record<string, never>;
                /**
                 * Format: int64
                 * @description Which configuration it trains.
                 */
                configuration: number;
                /** @description Whether training got nowhere: the rate was too high. A result, and no failure. */
                diverged: boolean;
                /** @description When it was over. */
                ended_at?: string | null;
                /** @description Why the last attempt that failed did so. */
                error?: string | null;
                /**
                 * Format: int32
                 * @description How many attempts were failures.
                 */
                failures: number;
                /**
                 * Format: double
                 * @description The same metric before training, where it was measured.
                 */
                first?: number | null;
                /** @description Its name among all trials, a UUID of version 7. */
                id: string;
                /**
                 * Format: double
                 * @description Its learning rate; `null` for a range test, which has many.
                 */
                lr?: number | null;
                /**
                 * Format: int64
                 * @description Its place in the sweep, from 0.
                 */
                number: number;
                /** @description The values of what varies. */
                parameters: Record<string, never>;
                /**
                 * Format: int64
                 * @description Which of the configuration's replicates it is.
                 */
                replicate: number;
                /**
                 * Format: int64
                 * @description Seeds everything random in it.
                 */
                seed: number;
                /** @description When its latest attempt began. */
                started_at?: string | null;
                /** @description `queued`, `running`, `completed`, `stopped`, `failed`, `cancelled` or `quarantined`. */
                state: string;
                /** @description The sweep that it belongs to. */
                sweep: string;
                /**
                 * Format: int64
                 * @description How long its last attempt trained, in milliseconds.
                 */
                train_ms?: number | null;
                /**
                 * Format: int64
                 * @description How many updates, or epochs where the sweep counts epochs, its latest attempt has trained, as far as is known;
                 *     `null` where the sweep has no early stopping.
                 */
                trained?: number | null;
                /**
                 * Format: double
                 * @description The number that the deciding metric came to; `null` where it has none, or not a finite one. Of a trial that was
                 *     stopped it is what a shorter run came to.
                 */
                value?: number | null;
                /** @description The worker that trains it, or ended it. */
                worker?: string | null;
            }[];
            /** @description Ask with this as `cursor` for the next page; `null` on the last one. */
            next_cursor?: string | null;
        };
        /** @description A page of a list. */
        Page_Worker: {
            /** @description What is on it. */
            items: {
                /**
                 * Format: int32
                 * @description How many trials a slot trains as one computation at most; 1: each by itself.
                 */
                bundle: number;
                /** @description What it trains on: `cpu`, `cuda:0`. */
                device: string;
                /** @description Why on that; empty where the worker does not say. */
                device_reason: string;
                /** @description The name that it chose among all workers, a UUID. */
                id: string;
                /** @description What its operator says of it. */
                labels: {
                    [key: string]: string;
                };
                /** @description What people call it. */
                name: string;
                /** @description When it came. */
                registered_at: string;
                /**
                 * Format: int64
                 * @description How many trials it holds.
                 */
                running: number;
                /** @description When it was last heard from. */
                seen_at: string;
                /**
                 * Format: int32
                 * @description How many trials it trains side by side.
                 */
                slots: number;
                /** @description `active`, `draining` (asked to leave) or `gone` (fell silent). */
                state: string;
                /** @description Which version of the program it is. */
                version: string;
            }[];
            /** @description Ask with this as `cursor` for the next page; `null` on the last one. */
            next_cursor?: string | null;
        };
        /** @description A trial as planned. */
        Planned: {
            /** @description All that it would train with. */
            config: Record<string, never>;
            /**
             * Format: int64
             * @description Which configuration it would train.
             */
            configuration: number;
            /**
             * Format: double
             * @description Its learning rate; `null` for a range test, which has many.
             */
            lr?: number | null;
            /**
             * Format: int64
             * @description Its place in the sweep, from 0.
             */
            number: number;
            /** @description The values of what varies. */
            parameters: Record<string, never>;
            /**
             * Format: int64
             * @description Which of the configuration's replicates it would be.
             */
            replicate: number;
            /**
             * Format: int64
             * @description Seeds everything random in it.
             */
            seed: number;
        };
        /** @description Why a request was refused. */
        Problem: {
            /**
             * @description What is wrong here, and what can be done about it.
             * @example parameters.lr.min: must be above 0, not -1
             */
            detail: string;
            /** @description Every mistake in a refused request. */
            errors?: components["schemas"]["Mistake"][];
            /**
             * Format: int32
             * @description The status of the answer.
             * @example 400
             */
            status: number;
            /**
             * @description The kind of problem in words.
             * @example invalid
             */
            title: string;
            /**
             * @description The kind of problem, an address; `about:blank` where the status says it all.
             * @example /problems/invalid
             */
            type: string;
        };
        /** @description The curve of one trial. */
        RangeCurve: {
            /**
             * Format: int64
             * @description Which configuration it trains.
             */
            configuration: number;
            /**
             * @description A column for the rates, `lr`, and one for each metric, such as `train_loss`, `val_loss` and
             *     `val_accuracy`: one entry an update that was reported, `null` where it is not finite or was not measured.
             */
            points: {
                [key: string]: (number | null)[];
            };
            /**
             * Format: int64
             * @description What it was seeded with.
             */
            seed: number;
            /** @description The trial. */
            trial: string;
        };
        /** @description What a range test says. */
        RangeTest: components["schemas"]["Reading"] & {
            /** @description A curve a trial. */
            curves: components["schemas"]["RangeCurve"][];
            /** @description How they read for each configuration. */
            readings: components["schemas"]["ConfigurationReading"][];
            /** @description The sweep. */
            sweep: string;
        };
        /** @description How curves read. */
        Reading: components["schemas"]["LossReading"] & {
            /** @description What each accuracy says. */
            accuracies: {
                [key: string]: components["schemas"]["AccuracyReading"];
            };
            /** @description Where the metrics, or the seeds, do not agree; `null` where they do. */
            disagreement?: string | null;
            /** @description What each loss says. */
            losses: {
                [key: string]: components["schemas"]["LossReading"];
            };
        };
        /** @description How the best rate moves with the size of the batch: as batch^exponent. */
        Scaling: {
            /** @description Which of the rules `linear` and `square_root` it allows. */
            compatible_with: string[];
            /**
             * Format: double
             * @description As sure as that.
             */
            confidence: number;
            /**
             * Format: double
             * @description The exponent.
             */
            exponent: number;
            /**
             * Format: double
             * @description Nor above this.
             */
            high: number;
            /**
             * Format: double
             * @description Not below this.
             */
            low: number;
        };
        /** @description A schedule, entry by entry: all lists are equally long. */
        ScheduleView: {
            /** @description How many samples an update sees, where the data are known. */
            batch_size?: number[] | null;
            /**
             * @description The rate; of an epoch, that of its first update. `null` where it has left the finite numbers.
             * @example [
             *       0,
             *       0.05,
             *       0.1,
             *       0.085,
             *       0.05,
             *       0.015
             *     ]
             */
            lr: (number | null)[];
            /** @description The momentum, where it moves. */
            momentum?: number[] | null;
            /** @description lr / (1 - momentum) · (`dataset_size` / `batch_size` - 1), where the data are known: the scale of the noise. */
            noise_scale?: (number | null)[] | null;
            /**
             * @description How many updates an entry has.
             * @example [
             *       1,
             *       1,
             *       1,
             *       1,
             *       1,
             *       1
             *     ]
             */
            updates: number[];
        };
        /** @description How a search came to its answer. */
        Search: {
            /**
             * Format: double
             * @description What it may cost.
             */
            budget: number;
            /**
             * Format: double
             * @description What it has cost, in trials: a range test is as much of one as its updates are of a trial's.
             */
            cost: number;
            /** @description What it has decided so far, in words. */
            decisions: components["schemas"]["Decided"][];
            /** @description Why it was over; `null` while it is not. */
            end?: string | null;
            /**
             * Format: double
             * @description What a plain grid of 21 rates with as many seeds would cost.
             */
            grid_cost: number;
            /** @description What it is at: `range_test`, `bracket`, `rates`, `seeds` or `done`. */
            stage: string;
        };
        /** @description One metric over time. */
        SeriesView: {
            /** @description The metric's name. */
            metric: string;
            /** @description How many are not finite: training blew up. */
            non_finite: number;
            /** @description How many updates had been made; 0 is before training. */
            steps: number[];
            /** @description Its values; `null` is one that is not finite. */
            values: (number | null)[];
        };
        /** @description How many trials of one rate diverged. */
        Share: {
            /**
             * Format: int64
             * @description So many of them diverged.
             */
            diverged: number;
            /**
             * Format: double
             * @description The rate.
             */
            lr: number;
            /**
             * Format: int64
             * @description So many trials ended.
             */
            trials: number;
        };
        /** @description What early stopping has saved. */
        Spared: {
            /**
             * Format: int64
             * @description Updates, or epochs where the sweep counts epochs, that were not trained.
             */
            trained: number;
            /**
             * Format: double
             * @description As many whole trials that makes.
             */
            trials: number;
        };
        /** @description The latest attempts of trials: an entry a trial in each list. */
        Stretches: {
            /** @description The numbers of the attempts. */
            attempt: number[];
            /** @description From when they trained, in milliseconds since the first trial began. */
            from_ms: number[];
            /** @description Their learning rates. */
            lr: (number | null)[];
            /** @description Their places in the sweep. */
            number: number[];
            /** @description Where the trials stand; `diverged` for those that are completed and got nowhere. */
            state: string[];
            /** @description To when; up to now for those that train. */
            to_ms: number[];
            /** @description The trials. */
            trial: string[];
            /** @description Which of the workers. */
            worker: number[];
        };
        /** @description Single rates, as published tools would name them. */
        Suggestions: {
            /**
             * Format: double
             * @description A tenth of the rate with the lowest loss (fastai).
             */
            minimum?: number | null;
            /**
             * Format: double
             * @description Where the slope last changes, coming from the right (fastai).
             */
            slide?: number | null;
            /**
             * Format: double
             * @description Where the loss falls fastest (fastai).
             */
            steep?: number | null;
            /**
             * Format: double
             * @description Where the loss falls fastest (torch-lr-finder).
             */
            steepest?: number | null;
            /**
             * Format: double
             * @description In the middle of the longest fall (fastai).
             */
            valley?: number | null;
        };
        /** @description A sweep, and where it stands. */
        Sweep: {
            /**
             * Format: int64
             * @description How many configurations it has; for `find`, how many it may choose from.
             */
            configurations: number;
            counts: components["schemas"]["Counts"];
            /** @description When it was submitted. */
            created_at: string;
            /** @description When its last trial was over; `null` while one is not. */
            ended_at?: string | null;
            /** @description Its name among all sweeps, a UUID of version 7. */
            id: string;
            /** @description `grid`, `random`, `sobol`, `range_test` or `find`. */
            method: string;
            metric: components["schemas"]["Metric"];
            /** @description What people call it. */
            name: string;
            /**
             * Format: int64
             * @description Sweeps with a higher one go first.
             */
            priority: number;
            /**
             * Format: int64
             * @description How many trials each of them has; for `find`, the most that it may have.
             */
            replicates: number;
            spared?: components["schemas"]["Spared"] | null;
            /** @description As it was submitted. */
            spec: Record<string, never>;
            /** @description `running`, `paused`, `completed` or `cancelled`. */
            state: string;
            /**
             * Format: int64
             * @description How many trials it has; for `find`, so far.
             */
            trials: number;
            /** @description When it last changed. */
            updated_at: string;
        };
        /** @description A rate that cannot be told from the best. */
        Tied: {
            /**
             * Format: double
             * @description The rate.
             */
            lr?: number | null;
            /**
             * Format: double
             * @description The mean of the metric there.
             */
            mean: number;
        };
        /** @description When the trials of a sweep trained, and where. */
        Timeline: {
            /** @description When the first trial began. */
            began_at: string;
            /** @description How busy each of the workers was, in their order. */
            lanes: components["schemas"]["Lane"][];
            /**
             * Format: int64
             * @description How long it has been from then until the last ended, or until now, in milliseconds.
             */
            length_ms: number;
            stretches?: components["schemas"]["Stretches"] | null;
            /** @description Whose. */
            sweep: string;
            /**
             * Format: int64
             * @description How many trials have begun.
             */
            trials: number;
            /** @description The workers, in the order in which they came. */
            workers: string[];
        };
        /** @description A configuration's place. */
        Top: {
            /**
             * Format: double
             * @description Its learning rate.
             */
            lr?: number | null;
            /**
             * Format: double
             * @description The mean of the metric over its replicates.
             */
            mean: number;
            /** @description The values of what varies. */
            parameters: Record<string, never>;
            /**
             * Format: int64
             * @description How many trials that is over.
             */
            replicates: number;
        };
        /** @description A trial, and what became of it. */
        Trial: {
            /**
             * Format: int32
             * @description The number of its latest attempt, from 1; 0 before the first.
             */
            attempt: number;
            /** @description All that it trains with. */
            config: Record<string, never>;
            /**
             * Format: int64
             * @description Which configuration it trains.
             */
            configuration: number;
            /** @description Whether training got nowhere: the rate was too high. A result, and no failure. */
            diverged: boolean;
            /** @description When it was over. */
            ended_at?: string | null;
            /** @description Why the last attempt that failed did so. */
            error?: string | null;
            /**
             * Format: int32
             * @description How many attempts were failures.
             */
            failures: number;
            /**
             * Format: double
             * @description The same metric before training, where it was measured.
             */
            first?: number | null;
            /** @description Its name among all trials, a UUID of version 7. */
            id: string;
            /**
             * Format: double
             * @description Its learning rate; `null` for a range test, which has many.
             */
            lr?: number | null;
            /**
             * Format: int64
             * @description Its place in the sweep, from 0.
             */
            number: number;
            /** @description The values of what varies. */
            parameters: Record<string, never>;
            /**
             * Format: int64
             * @description Which of the configuration's replicates it is.
             */
            replicate: number;
            /**
             * Format: int64
             * @description Seeds everything random in it.
             */
            seed: number;
            /** @description When its latest attempt began. */
            started_at?: string | null;
            /** @description `queued`, `running`, `completed`, `stopped`, `failed`, `cancelled` or `quarantined`. */
            state: string;
            /** @description The sweep that it belongs to. */
            sweep: string;
            /**
             * Format: int64
             * @description How long its last attempt trained, in milliseconds.
             */
            train_ms?: number | null;
            /**
             * Format: int64
             * @description How many updates, or epochs where the sweep counts epochs, its latest attempt has trained, as far as is known;
             *     `null` where the sweep has no early stopping.
             */
            trained?: number | null;
            /**
             * Format: double
             * @description The number that the deciding metric came to; `null` where it has none, or not a finite one. Of a trial that was
             *     stopped it is what a shorter run came to.
             */
            value?: number | null;
            /** @description The worker that trains it, or ended it. */
            worker?: string | null;
        };
        /** @description The curve of one trial, from its latest attempt. */
        TrialCurve: {
            /**
             * Format: int64
             * @description Which configuration it trains.
             */
            configuration: number;
            /** @description Whether training got nowhere. */
            diverged: boolean;
            /** @description The trial. */
            id: string;
            /**
             * Format: double
             * @description Its learning rate; `null` for a range test, which has many.
             */
            lr?: number | null;
            /**
             * Format: int64
             * @description Its place in the sweep.
             */
            number: number;
            /** @description Where the trial stands. */
            state: string;
            /** @description How many updates had been made; 0 is before training. */
            steps: number[];
            /** @description The metric's values to four digits; `null` is one that is not finite. */
            values: (number | null)[];
        };
        /** @description A trial with all its attempts. */
        TrialWithAttempts: components["schemas"]["Trial"] & {
            /** @description Its attempts, the first of them first. */
            attempts: components["schemas"]["Attempt"][];
        };
        /** @description A page of the trials of a sweep. */
        TrialsPage: components["schemas"]["Page_Trial"] & {
            /**
             * Format: int64
             * @description How many trials meet the conditions, on all pages; only with `where`, and on the first page.
             */
            total?: number | null;
        };
        /** @description A process that trains. */
        Worker: {
            /**
             * Format: int32
             * @description How many trials a slot trains as one computation at most; 1: each by itself.
             */
            bundle: number;
            /** @description What it trains on: `cpu`, `cuda:0`. */
            device: string;
            /** @description Why on that; empty where the worker does not say. */
            device_reason: string;
            /** @description The name that it chose among all workers, a UUID. */
            id: string;
            /** @description What its operator says of it. */
            labels: {
                [key: string]: string;
            };
            /** @description What people call it. */
            name: string;
            /** @description When it came. */
            registered_at: string;
            /**
             * Format: int64
             * @description How many trials it holds.
             */
            running: number;
            /** @description When it was last heard from. */
            seen_at: string;
            /**
             * Format: int32
             * @description How many trials it trains side by side.
             */
            slots: number;
            /** @description `active`, `draining` (asked to leave) or `gone` (fell silent). */
            state: string;
            /** @description Which version of the program it is. */
            version: string;
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
    list_best: {
        parameters: {
            query?: {
                /** @description Only sweeps on this kind of data, as in `digits`. */
                dataset?: string;
                /** @description Only sweeps of this kind of model, as in `mlp`. */
                model?: string;
                /** @description Only sweeps with this kind of optimizer, as in `sgd`. */
                optimizer?: string;
                /** @description Only sweeps with this kind of schedule, as in `constant`. */
                schedule?: string;
                /** @description Only sweeps that this metric decided, as in `val_loss`. */
                metric?: string;
                /** @description How many to give. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of best rates. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_BestRate"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    analyze_range_test: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The curve. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Curve"];
                "application/yaml": components["schemas"]["Curve"];
            };
        };
        responses: {
            /** @description What is read in it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Analysis"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came from a page of another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has more than 8 MiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of a kind that is not read. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description `lr`, and how it moves: `schedule` and `batch_schedule`, as in a sweep. How long: `steps`; or `epochs` with `batch_size` and `dataset_size`, which may also stand beside `steps`. Without the data, an epoch is one update. `momentum` is the optimizer's. `metrics` is what a `plateau` would be told, one at each epoch's end, `null` for what is not a number. */
        requestBody: {
            content: {
                "application/json": Record<string, never>;
                "application/x-yaml": string;
                "application/yaml": string;
                "text/yaml": string;
            };
        };
        responses: {
            /** @description The schedule, entry by entry. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleView"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came from a page of another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has more than 1 MiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of a kind that is not read. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_sweep_schema: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A JSON Schema. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/schema+json": Record<string, never>;
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_sweeps: {
        parameters: {
            query?: {
                /** @description Only sweeps in this state: `running`, `paused`, `completed` or `cancelled`. */
                state?: string;
                /** @description How many to give. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of sweeps. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Sweep"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submit_sweep: {
        parameters: {
            query?: {
                /** @description `true` answers with the trials that the sweep would have, and stores nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description 1 to 255 visible ASCII characters. Sending the same sweep again with the same key within a day is answered with the sweep that was stored the first time. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        /** @description The sweep; see the guide for its keys. */
        requestBody: {
            content: {
                "application/json": Record<string, never>;
                "application/x-yaml": string;
                "application/yaml": string;
                "text/yaml": string;
            };
        };
        responses: {
            /** @description It was stored before, and this is it; or with `dry_run=true`, the trials it would have. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sweep"] | components["schemas"]["DryRun"];
                };
            };
            /** @description It is stored. */
            201: {
                headers: {
                    /** @description Where the sweep is found. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sweep"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came from a page of another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has more than 1 MiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of a kind that is not read. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key came with another sweep before. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_sweep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The sweep's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sweep. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sweep"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_sweep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The sweep's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came from a page of another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Its trials are not over; cancel it first. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_best: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The sweep's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Best"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_sweep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The sweep's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sweep, cancelled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sweep"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came from a page of another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is completed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_configurations: {
        parameters: {
            query?: {
                /** @description How many to give at most; of more, those are chosen that show how far the results of each stretch of rates reach. */
                max?: number;
            };
            header?: never;
            path: {
                /** @description The sweep's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An entry a configuration in each column. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Configurations"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_curves: {
        parameters: {
            query?: {
                /** @description Which metric to show; the one that decides where nothing is said. */
                metric?: string;
                /** @description How many points of each curve to give at most; of more, the lowest and the highest of each stretch are kept. */
                max_points?: number;
                /** @description How many curves to give. */
                trials?: number;
                /** @description Which of more: the `first`, page by page, or a `fair` choice of the best and of others from all over the sweep. */
                choice?: string;
                /** @description `next_cursor` of the answer before; a fair choice has none. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The sweep's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A curve a trial. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Curves"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_events: {
        parameters: {
            query?: never;
            header?: {
                /** @description The id of the last event that arrived. */
                "Last-Event-ID"?: string | null;
            };
            path: {
                /** @description The sweep's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The sweep is over, and all was told before. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_sweep: {
        parameters: {
            query?: {
                /**
                 * @description Only trials in this state: `queued`, `running`, `completed`, `stopped`, `failed`, `cancelled` or `quarantined`; or
                 *     `diverged`, which are the completed ones whose training got nowhere.
                 */
                state?: string;
                /**
                 * @description Only trials that meet these conditions, such as `lr >= 0.01 and batch_size = 32`: a name, one of `=`, `!=`, `<`, `<=`,
                 *     `>`, `>=`, and a number or a word; `and` or a comma between them. Names are those of the sweep's parameters and its
                 *     metric, and `lr`, `value`, `number`, `configuration`, `replicate`, `seed`, `seconds`, `attempt`, `failures`, `state`
                 *     and `worker` (an id or a name). Numbers are equal where they agree in the digits that are written, and in three at
                 *     least.
                 */
                where?: string;
                /** @description `csv` or `jsonl`. */
                format?: string;
            };
            header?: never;
            path: {
                /** @description The sweep's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/jsonl": string;
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_heatmap: {
        parameters: {
            query?: {
                /** @description Which of the parameters that vary the rows are; the batch size, or the first, where nothing is said. */
                by?: string;
            };
            header?: never;
            path: {
                /** @description The sweep's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cells. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeatMap"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pause_sweep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The sweep's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sweep, paused. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sweep"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came from a page of another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is over. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_plot: {
        parameters: {
            query?: {
                /** @description `light` or `dark`: the ground that it stands on. */
                theme?: string;
                /** @description How wide it is, in pixels; a PNG has twice as many, for fine screens. */
                width?: number;
                /** @description How high it is, in pixels. */
                height?: number;
                /** @description Of `curves`: which metric; the one that decides where nothing is said. */
                metric?: string;
                /** @description Of `heatmap`: which parameter goes up; the batch size, or the first that varies, where nothing is said. */
                by?: string;
            };
            header?: never;
            path: {
                /** @description The sweep's id. */
                id: string;
                /**
                 * @description `answer`, `curves`, `range-test` or `heatmap`, and `.svg` or `.png`.
                 * @example answer.svg
                 */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                    "image/png": number[];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_range_test: {
        parameters: {
            query?: {
                /** @description The accuracy that guessing comes to, for data whose classes are known to workers alone: 0.1 for ten classes. */
                chance?: number;
            };
            header?: never;
            path: {
                /** @description The sweep's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The curves and how they read. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RangeTest"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resume_sweep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The sweep's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sweep, running. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sweep"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came from a page of another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is over. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retry_sweep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The sweep's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sweep. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sweep"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came from a page of another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is cancelled. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_timeline: {
        parameters: {
            query?: {
                /** @description Up to how many trials are given one by one. */
                trials?: number;
                /** @description Into how many equal parts the time is divided for the workers' lanes. */
                parts?: number;
            };
            header?: never;
            path: {
                /** @description The sweep's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The timeline. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_trials: {
        parameters: {
            query?: {
                /**
                 * @description Only trials in this state: `queued`, `running`, `completed`, `stopped`, `failed`, `cancelled` or `quarantined`; or
                 *     `diverged`, which are the completed ones whose training got nowhere.
                 */
                state?: string;
                /**
                 * @description Only trials that meet these conditions, such as `lr >= 0.01 and batch_size = 32`: a name, one of `=`, `!=`, `<`, `<=`,
                 *     `>`, `>=`, and a number or a word; `and` or a comma between them. Names are those of the sweep's parameters and its
                 *     metric, and `lr`, `value`, `number`, `configuration`, `replicate`, `seed`, `seconds`, `attempt`, `failures`, `state`
                 *     and `worker` (an id or a name). Numbers are equal where they agree in the digits that are written, and in three at
                 *     least.
                 */
                where?: string;
                /** @description By what they are ordered: `number`, `lr`, `value`, `state`, `duration` or `started_at`. Those without a value stand last. */
                sort?: string;
                /** @description `asc` or `desc`: the lowest first, or the highest. */
                order?: string;
                /** @description How many to give. */
                limit?: number;
                /** @description `next_cursor` of the page before, for the same order. */
                cursor?: string;
                /** @description How many to leave out first: for tables that are jumped about in. A cursor is the steadier way through a list that grows. */
                skip?: number;
            };
            header?: never;
            path: {
                /** @description The sweep's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of trials. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialsPage"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_trial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The trial's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The trial. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialWithAttempts"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_trial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The trial's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The trial. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trial"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came from a page of another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is over. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_trial_logs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The trial's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description When its attempts began and ended, and what they failed of. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Line"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_trial_metrics: {
        parameters: {
            query?: {
                /** @description How many points of each metric to give at most; of more, the lowest and the highest of each stretch are kept. */
                max_points?: number;
            };
            header?: never;
            path: {
                /** @description The trial's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A column a metric. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Metrics"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_workers: {
        parameters: {
            query?: {
                /** @description How many to give. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of workers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Worker"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drain_worker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The worker's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The worker. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Worker"];
                };
            };
            /** @description The request is wrong; `errors` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request came from a page of another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing has that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The numbers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain; version=0.0.4": string;
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_readiness: {
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
                    "text/plain": string;
                };
            };
            /** @description We failed; the log says why. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too much is going on; come again after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}

package io.agentflux.arena.rl;

import reactor.core.scheduler.Schedulers;

/** Keeps methods that wait away from threads that many others depend on. */
final class Waiting {

    private Waiting() {}

    static void refuseOnNonBlockingThread(String method, String otherWay) {
        if (Schedulers.isInNonBlockingThread()) {
            throw new IllegalStateException(method + " waits for its result, and thread '"
                    + Thread.currentThread().getName()
                    + "' must never wait; call it on a thread of your own or on Schedulers.boundedElastic()"
                    + otherWay);
        }
    }
}

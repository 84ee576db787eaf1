package io.agentflux.arena.http;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets BlockHound, where somebody uses it, pass over locks that are held for a moment only, and that nobody can go without: that of
 * Netty's adaptive allocator, which threads take to add a magazine when they find the others busy; that of Jackson's cache, which
 * threads take when they meet a type for the first time; and those of an executor, which gets another thread or is shut down.
 * Without this, a request fails half-way whenever two threads want such a lock in the same moment. Also over the files in which
 * Reactor looks once whether context is to be propagated: if the first who subscribes must not block, it would never be. BlockHound
 * finds this class by itself.
 */
public final class ShortLocksAllowance implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "allocate")
                .allowBlockingCallsInside(
                        "tools.jackson.databind.deser.DeserializerCache", "_createAndCacheValueDeserializer")
                .allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "addWorker")
                .allowBlockingCallsInside("reactor.core.publisher.ContextPropagationSupport", "<clinit>")
                // of a task that comes when the executor is being shut down
                .allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "remove");
    }
}

package io.agentflux.arena.http;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets BlockHound, where somebody uses it, pass over a short lock in Netty's adaptive allocator. Threads that find its magazines
 * busy take that lock to add one. Netty's own integration allows the locks of its other allocators but not yet this one; without
 * it, a request fails half-way and its buffer is lost. BlockHound finds this class by itself.
 */
public final class NettyAllocatorAllowance implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "allocate");
    }
}

package io.agentflux.sandbox.webhook;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Finds the addresses of a host and leaves out those that may not be posted to. The connection is made to what this returns, so
 * a name cannot mean one address when it is checked and another when it is used.
 */
final class CheckedResolverGroup extends AddressResolverGroup<InetSocketAddress> {

    private final AddressResolverGroup<InetSocketAddress> names;
    private final Targets targets;

    /** Closes the group given when it is closed. */
    CheckedResolverGroup(AddressResolverGroup<InetSocketAddress> names, Targets targets) {
        this.names = names;
        this.targets = targets;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new CheckedResolver(executor, names.getResolver(executor));
    }

    @Override
    public void close() {
        super.close();
        names.close();
    }

    /**
     * Asks whether a host may be posted to, as far as that can be known before anything is posted.
     *
     * @return a cold publisher that looks the name up on an event loop and completes, also if the name means nothing now, since it
     *     may later; the error is {@link RefusedTargetException} if it means only addresses that may not be posted to
     */
    Mono<Void> requireAllowed(String host, int port, EventExecutor executor) {
        return Mono.create(sink -> {
            Future<List<InetSocketAddress>> found =
                    getResolver(executor).resolveAll(InetSocketAddress.createUnresolved(host, port));
            found.addListener((FutureListener<List<InetSocketAddress>>) future -> {
                if (future.cause() instanceof RefusedTargetException refused) {
                    sink.error(refused);
                } else {
                    sink.success();
                }
            });
            sink.onCancel(() -> found.cancel(false));
        });
    }

    private List<InetSocketAddress> check(InetSocketAddress target, List<InetSocketAddress> found)
            throws RefusedTargetException {
        List<InetSocketAddress> allowed = found.stream()
                .filter(address -> targets.allows(address.getAddress()))
                .toList();
        if (allowed.isEmpty()) {
            throw new RefusedTargetException(target.getHostString());
        }
        return allowed;
    }

    private final class CheckedResolver extends AbstractAddressResolver<InetSocketAddress> {

        private final AddressResolver<InetSocketAddress> resolver;

        CheckedResolver(EventExecutor executor, AddressResolver<InetSocketAddress> resolver) {
            super(executor, InetSocketAddress.class);
            this.resolver = resolver;
        }

        /** Never, for what is resolved is not asked for: an address that stands in the URL has to be checked too. */
        @Override
        protected boolean doIsResolved(InetSocketAddress address) {
            return false;
        }

        @Override
        protected void doResolve(InetSocketAddress target, Promise<InetSocketAddress> promise) {
            find(target, promise, allowed -> allowed.get(0));
        }

        @Override
        protected void doResolveAll(InetSocketAddress target, Promise<List<InetSocketAddress>> promise) {
            find(target, promise, allowed -> allowed);
        }

        private <T> void find(
                InetSocketAddress target, Promise<T> promise, Function<List<InetSocketAddress>, T> choice) {
            Future<List<InetSocketAddress>> found = resolver.resolveAll(target);
            found.addListener((FutureListener<List<InetSocketAddress>>) future -> {
                try {
                    promise.trySuccess(choice.apply(check(target, future.get())));
                } catch (ExecutionException notFound) {
                    promise.tryFailure(notFound.getCause());
                } catch (RefusedTargetException refused) {
                    promise.tryFailure(refused);
                }
            });
        }

        @Override
        public void close() {
            resolver.close();
        }
    }
}

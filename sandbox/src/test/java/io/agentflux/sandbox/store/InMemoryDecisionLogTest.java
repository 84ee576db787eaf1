package io.agentflux.sandbox.store;

class InMemoryDecisionLogTest implements DecisionLogContract {

    private final DecisionLog log = DecisionLog.inMemory();

    @Override
    public DecisionLog log() {
        return log;
    }
}

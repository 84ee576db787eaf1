package io.agentflux.sandbox.store;

import io.agentflux.arena.ArenaNonTransientException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A document was not stored because somebody else stored it first; read it again and decide anew. */
public final class DocumentConflictException extends ArenaNonTransientException {

    @Serial
    private static final long serialVersionUID = 1L;

    private DocumentConflictException(String message) {
        super(message, null);
    }

    static DocumentConflictException of(Document document, @Nullable Document stored) {
        return new DocumentConflictException("document '" + document.id() + "' of kind '" + document.kind()
                + "' cannot become version " + document.version() + ": "
                + (stored == null ? "there is none" : "it is at version " + stored.version())
                + "; read it again and change that");
    }
}

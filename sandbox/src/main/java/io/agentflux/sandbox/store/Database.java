package io.agentflux.sandbox.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** What differs from one database to another. */
interface Database {

    /** What to call it in messages; without secrets. */
    String name();

    /** Reserves the database for this process, before anything else is done with it. */
    void reserve() throws SQLException;

    /** Where migrations and the verifier connect, which may take their time. */
    DataSource dataSource();

    /** The folder of its migrations on the class path. */
    String migrations();

    /**
     * Opens the connection that writes, with auto-commit off.
     *
     * @throws StoreFailedException if this database would acknowledge what is not durable, or somebody else writes to it
     */
    Connection openWriter() throws SQLException;

    /** Opens a connection that only reads, in transactions that each see one moment. */
    Connection openReader() throws SQLException;

    /**
     * Looks whether what is committed goes where it will be looked for.
     *
     * @throws StoreFailedException if it does not
     */
    void requireInPlace();

    /** Does what is due before the next transaction, on the connection that writes. */
    default void maintain(Connection connection) throws SQLException {}

    /** Whether it may go away by itself, so that somebody has to look whether it is there. */
    boolean mayGoAway();

    /** Whether a row was refused because there is one with its key. */
    boolean isDuplicate(SQLException failure);

    /** What a failure tells: {@link Obstacle#FAILED} if nothing can be kept any more, another if it may succeed later. */
    Obstacle obstacle(SQLException failure);

    /** Whether nothing can be kept any more. */
    default boolean isFatal(SQLException failure) {
        return obstacle(failure) == Obstacle.FAILED;
    }

    /** Gives the reservation back. */
    void release();
}

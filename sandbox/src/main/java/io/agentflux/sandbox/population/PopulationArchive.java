package io.agentflux.sandbox.population;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The form in which a population is saved: everything that changed since it was created. Who people are is not saved, it
 * follows from the seed; a checksum of their keys says whether it did.
 */
final class PopulationArchive {

    private static final int MAGIC = 0x41465031;

    private PopulationArchive() {}

    static void write(SimulatedPopulation population, OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(stream));
        out.writeInt(MAGIC);
        out.writeInt(population.nextDay());
        out.writeInt(population.people());
        out.writeLong(identity(population));
        writeHistory(population.history(), out);
        for (ReactionToChange reaction : population.reactions()) {
            writeReaction(reaction, out);
        }
        for (PersonBlock block : population.blocks()) {
            for (int i = 0; i < block.size(); i++) {
                writePerson(block, i, out);
            }
        }
        out.flush();
    }

    static void read(SimulatedPopulation created, InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(stream));
        if (in.readInt() != MAGIC) {
            throw new IOException("This is not a saved population; give a stream written by save");
        }
        int nextDay = in.readInt();
        int people = in.readInt();
        long identity = in.readLong();
        created.moveTo(nextDay, readHistory(in));
        if (created.people() != people || identity(created) != identity) {
            throw new IOException("The saved population has " + people
                    + " people who are not those of this scenario, seed and membership; resume it with the arguments"
                    + " with which it was created");
        }
        for (ReactionToChange reaction : created.reactions()) {
            readReaction(reaction, in);
        }
        for (PersonBlock block : created.blocks()) {
            for (int i = 0; i < block.size(); i++) {
                readPerson(block, i, in);
            }
        }
    }

    /** A hash of who people are, in their order, and of the constants by which they live. */
    private static long identity(SimulatedPopulation population) {
        long hash = population.nextDay();
        for (BehaviourConstant constant : BehaviourConstant.values()) {
            double value =
                    population.scenario().constantsOn(population.nextDay()).value(constant);
            hash = RandomWords.mix(hash * 31 + Double.doubleToLongBits(value));
        }
        for (PersonBlock block : population.blocks()) {
            for (int i = 0; i < block.size(); i++) {
                hash = RandomWords.mix(hash * 31 + block.key[i]);
                hash = RandomWords.mix(hash * 31 + Float.floatToRawIntBits(block.openingOdds[i]));
            }
        }
        return hash;
    }

    private static void writeHistory(List<DayTotals> history, DataOutputStream out) throws IOException {
        out.writeInt(history.size());
        for (DayTotals day : history) {
            out.writeInt(day.day());
            for (long count : new long[] {
                day.enrolled(),
                day.active(),
                day.scans(),
                day.pointTenths(),
                day.activeThisWeek(),
                day.streakDays(),
                day.validFeedback(),
                day.missionsAssigned(),
                day.missionsCompleted(),
                day.present(),
                day.tokenWork(),
                day.photos(),
                day.usefulThousandths()
            }) {
                out.writeLong(count);
            }
        }
    }

    private static List<DayTotals> readHistory(DataInputStream in) throws IOException {
        int days = in.readInt();
        List<DayTotals> history = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            history.add(new DayTotals(
                    in.readInt(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong()));
        }
        return history;
    }

    private static void writeReaction(ReactionToChange reaction, DataOutputStream out) throws IOException {
        for (EconomyParameter parameter : EconomyParameter.values()) {
            out.writeDouble(reaction.previous().value(parameter));
        }
        out.writeDouble(reaction.novelty());
        out.writeDouble(reaction.freshness());
        out.writeDouble(reaction.confusion());
    }

    private static void readReaction(ReactionToChange reaction, DataInputStream in) throws IOException {
        Economy previous = Economy.defaults();
        for (EconomyParameter parameter : EconomyParameter.values()) {
            previous = previous.with(parameter, in.readDouble());
        }
        reaction.restore(previous, in.readDouble(), in.readDouble(), in.readDouble());
    }

    private static void writePerson(PersonBlock block, int i, DataOutputStream out) throws IOException {
        for (float[] part : block.state()) {
            out.writeFloat(part[i]);
        }
        out.writeFloat(block.missionStep[i]);
        out.writeInt(block.missionType[i]);
        out.writeInt(block.missionTarget[i]);
        out.writeInt(block.missionProgress[i]);
        out.writeInt(block.presenceChangedOn[i]);
        out.writeLong(block.activity[i]);
        out.writeLong(block.pointTenths[i]);
        out.writeInt(block.missions[i]);
    }

    private static void readPerson(PersonBlock block, int i, DataInputStream in) throws IOException {
        for (float[] part : block.state()) {
            part[i] = in.readFloat();
        }
        block.missionStep[i] = in.readFloat();
        block.missionType[i] = in.readInt();
        block.missionTarget[i] = in.readInt();
        block.missionProgress[i] = in.readInt();
        block.presenceChangedOn[i] = in.readInt();
        block.activity[i] = in.readLong();
        block.pointTenths[i] = in.readLong();
        block.missions[i] = in.readInt();
    }
}

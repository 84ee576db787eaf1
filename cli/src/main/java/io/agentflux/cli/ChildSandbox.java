package io.agentflux.cli;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The sandbox command in a process of its own, so that its memory and its pauses are its own. Blocks its callers. */
final class ChildSandbox implements AutoCloseable {

    private static final String ADDRESS = "AgentFlux sandbox  ";
    private static final String STARTED = "Ctrl+C stops.";
    private static final int SECONDS_TO_END = 20;

    private final Process process;
    private final String url;

    private ChildSandbox(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts it on a free port of this machine and waits until it serves.
     *
     * @param administratorToken opens its administration
     * @param options more options of the sandbox command
     */
    static ChildSandbox start(String administratorToken, List<String> options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("sandbox", "--port", "0"));
        arguments.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command(arguments)).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("AGENTFLUX_ADMIN_TOKEN", administratorToken);
        Process process = builder.start();
        try {
            BufferedReader printed =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            ChildSandbox sandbox = new ChildSandbox(process, address(printed));
            Thread drain = new Thread(() -> drain(printed), "sandbox-log");
            drain.setDaemon(true);
            drain.start();
            return sandbox;
        } catch (IOException | RuntimeException failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    /** The command line of this program in a process of its own, by the Java that runs it now. */
    static List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                AgentFluxCommand.class.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Throws away what is printed, so that the sandbox never waits for somebody to read it. */
    private static void drain(BufferedReader printed) {
        try {
            printed.transferTo(Writer.nullWriter());
        } catch (IOException ended) {
            // so is what it would have printed
        }
    }

    private static String address(BufferedReader printed) throws IOException {
        String url = "";
        for (String line = printed.readLine(); line != null; line = printed.readLine()) {
            if (line.startsWith(ADDRESS)) {
                url = line.substring(ADDRESS.length());
            } else if (line.startsWith(STARTED)) {
                return url;
            }
        }
        throw new IOException("the sandbox ended before it served");
    }

    String url() {
        return url;
    }

    /** Its heap in use after a full collection, in bytes; it stands still meanwhile. */
    @SuppressWarnings(
            "BanJNDI") // what answers is the child itself, at an address that it told through its attach socket
    long heapAfterCollection() {
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(managementUrl()))) {
            MBeanServerConnection connection = connector.getMBeanServerConnection();
            MemoryMXBean memory = ManagementFactory.newPlatformMXBeanProxy(
                    connection, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
            memory.gc();
            return memory.getHeapMemoryUsage().getUsed();
        } catch (IOException failure) {
            throw new UncheckedIOException("the heap of the sandbox cannot be read", failure);
        }
    }

    private String managementUrl() throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
            try {
                return machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException refused) {
            throw new IOException(refused);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

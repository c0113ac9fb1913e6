// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running {@link EngineProcess}, seen from its parent. */
public final class EmbeddedEngine implements AutoCloseable {

  private static final String READY = "ready ";
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

  private final Process process;
  private final URI url;
  private final EngineCredentials credentials;

  /**
   * How to start one.
   *
   * @param library see {@link EngineLibrary#locate}
   * @param folder of the tables ({@code data/}), the passwords ({@code credentials}) and the log
   *     ({@code engine.log}); made where it is not there
   * @param port on the loopback address, 0 for a free one
   * @param maxMemoryBytes what queries and merges together may use
   * @param minFreeDiskBytes below which it writes nothing
   * @param classPath of the child, with this class and what it needs
   * @param readyWithin how long the engine may take until it answers
   */
  public record Launch(
      Path library,
      Path folder,
      int port,
      long maxMemoryBytes,
      long minFreeDiskBytes,
      String classPath,
      Duration readyWithin) {

    /** The class path of this JVM, a free port, a gigabyte, any disk, half a minute. */
    public static Launch of(Path library, Path folder) {
      return new Launch(
          library,
          folder,
          0,
          1L << 30,
          0,
          System.getProperty("java.class.path"),
          Duration.ofSeconds(30));
    }

    /** The same on another port. */
    public Launch withPort(int newPort) {
      return new Launch(
          library, folder, newPort, maxMemoryBytes, minFreeDiskBytes, classPath, readyWithin);
    }

    /** The same with another bound on memory. */
    public Launch withMaxMemoryBytes(long newMaxMemoryBytes) {
      return new Launch(
          library, folder, port, newMaxMemoryBytes, minFreeDiskBytes, classPath, readyWithin);
    }

    /** The same with another mark of the disk. */
    Launch withMinFreeDiskBytes(long newMinFreeDiskBytes) {
      return new Launch(
          library, folder, port, maxMemoryBytes, newMinFreeDiskBytes, classPath, readyWithin);
    }

    /** The file of the passwords. */
    public Path credentialsFile() {
      return folder.resolve("credentials");
    }

    /** What the engine writes to standard error. */
    public Path logFile() {
      return folder.resolve("engine.log");
    }

    private List<String> command() {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of(
              "-XX:+UseSerialGC",
              "-Xmx256m",
              "-XX:MaxDirectMemorySize=128m",
              "-cp",
              classPath,
              EngineProcess.class.getName()));
      command.addAll(
          new EngineArguments(
                  library,
                  folder.resolve("data"),
                  port,
                  credentialsFile(),
                  maxMemoryBytes,
                  minFreeDiskBytes,
                  true)
              .toCommandLine());
      return command;
    }
  }

  private EmbeddedEngine(Process process, URI url, EngineCredentials credentials) {
    this.process = process;
    this.url = url;
    this.credentials = credentials;
  }

  /**
   * Starts the process, which ends with this one, and waits until it answers.
   *
   * @throws IOException when it does not, with what it said
   */
  public static EmbeddedEngine start(Launch launch) throws IOException, InterruptedException {
    Files.createDirectories(launch.folder());
    EngineCredentials credentials = EngineCredentials.loadOrCreate(launch.credentialsFile());
    long logStart = Files.exists(launch.logFile()) ? Files.size(launch.logFile()) : 0;
    ProcessBuilder builder =
        new ProcessBuilder(launch.command())
            .redirectError(ProcessBuilder.Redirect.appendTo(launch.logFile().toFile()));
    builder.environment().putAll(EngineEnvironment.ofProcess());
    Process process = builder.start();
    try {
      URI url = awaitReady(process, launch.readyWithin());
      return new EmbeddedEngine(process, url, credentials);
    } catch (IOException | InterruptedException e) {
      process.destroyForcibly().waitFor();
      if (e instanceof IOException) {
        throw new IOException(said(launch.logFile(), logStart, e.getMessage()), e);
      }
      throw e;
    }
  }

  private static URI awaitReady(Process process, Duration within)
      throws IOException, InterruptedException {
    CompletableFuture<URI> ready = new CompletableFuture<>();
    Thread reader = new Thread(() -> readOutput(process, ready), "engine-output");
    reader.setDaemon(true);
    reader.start();
    try {
      return ready.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("the engine does not answer within " + within, e);
    } catch (ExecutionException e) {
      throw new IOException("the engine ended before it answered", e.getCause());
    }
  }

  private static void readOutput(Process process, CompletableFuture<URI> ready) {
    try (BufferedReader output = process.inputReader(UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(READY)) {
          ready.complete(URI.create(line.substring(READY.length()).strip()));
        }
      }
      ready.completeExceptionally(new IOException("end of output"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  private static String said(Path log, long from, String otherwise) throws IOException {
    byte[] all = Files.readAllBytes(log);
    String said = new String(all, (int) from, (int) (all.length - from), UTF_8).strip();
    return said.isEmpty() ? otherwise : said;
  }

  /** Where it answers: {@code http://127.0.0.1:PORT}. */
  public URI url() {
    return url;
  }

  /** The passwords of {@link EngineCredentials#WRITER} and {@link EngineCredentials#READER}. */
  public EngineCredentials credentials() {
    return credentials;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with its exit code when it has ended. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** {@code kill -9}, and waits for the end. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * SIGTERM, and waits for the end; after 15 s {@code kill -9}.
   *
   * @return the exit code, 0 when it has left in good order
   */
  public int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      kill();
    }
    return process.exitValue();
  }

  /** As {@link #stop()}; where the waiting is interrupted, {@code kill -9}. */
  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import com.sun.jna.Function;
import io.millrace.quickstart.engine.chdb.EngineConnection;
import io.millrace.quickstart.engine.chdb.EngineException;
import io.millrace.quickstart.engine.http.HttpEndpoint;
import io.millrace.quickstart.engine.query.QueryService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Main class of the process that holds the ClickHouse engine. It is a process of its own because
 * the engine may use much memory, may crash, and crashes the JVM that leaves while it still works.
 * Prints {@code ready http://127.0.0.1:PORT} once it answers; where it cannot, one line on standard
 * error and exit code 2.
 */
public final class EngineProcess {

  /** The database of the product. Atomic: the engine's {@code default} one is an Overlay. */
  private static final String CREATE_DATABASE =
      "CREATE DATABASE IF NOT EXISTS millrace ENGINE = Atomic";

  private static final int EXIT_CANNOT_START = 2;
  private static final int EXIT_START_ANEW = 3;
  private static final Duration DRAIN = Duration.ofSeconds(5);
  private static final long READER_MEMORY_SHARE = 2;
  private static final int BACKGROUND_THREADS = 4;

  private final EngineConnection first;
  private final QueryService service;
  private final HttpEndpoint endpoint;
  private boolean stopped;

  private EngineProcess(EngineConnection first, QueryService service, HttpEndpoint endpoint) {
    this.first = first;
    this.service = service;
    this.endpoint = endpoint;
  }

  /** Starts the engine and answers until a signal, or the end of standard input. */
  public static void main(String[] args) {
    try {
      EngineArguments arguments = EngineArguments.parse(args);
      EngineProcess process = start(arguments);
      // SIGTERM and SIGINT end in here as well.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> process.stop(0), "engine-stop"));
      System.out.println("ready http://127.0.0.1:" + process.endpoint.port());
      if (arguments.exitWithParent()) {
        awaitEndOfInput();
        process.stop(0);
      }
      Thread.currentThread().join();
    } catch (IllegalArgumentException | IOException | EngineException | InterruptedException e) {
      fail(e.getMessage());
    } catch (LinkageError e) {
      fail("libchdb cannot be loaded: " + e.getMessage() + ". " + EngineLibrary.ALTERNATIVE);
    }
  }

  private static void fail(String message) {
    System.err.println("engine: " + message);
    exit(EXIT_CANNOT_START);
  }

  private static EngineProcess start(EngineArguments arguments)
      throws IOException, EngineException {
    EngineCredentials credentials = EngineCredentials.load(arguments.credentials());
    lock(arguments.data());
    EngineConnection.load(arguments.library());
    String path = "--path=" + arguments.data();
    EngineConnection first = open(arguments, path);
    first.execute(CREATE_DATABASE);
    GuardedEngine guarded = new GuardedEngine(EngineConnection.open(List.of(path)));
    EngineGuard guard = new EngineGuard(watermark(arguments), arguments.data(), guarded);
    QueryService service =
        QueryService.of(
            credentials::authenticate,
            guard,
            List.of(path),
            arguments.maxMemoryBytes() / READER_MEMORY_SHARE);
    EngineProcess process =
        new EngineProcess(first, service, HttpEndpoint.start(arguments.port(), service));
    guarded.process.complete(process);
    guard.start();
    return process;
  }

  private static DiskWatermark watermark(EngineArguments arguments) throws IOException {
    FileStore disk = Files.getFileStore(arguments.data());
    return new DiskWatermark(
        arguments.minFreeDiskBytes(),
        () -> {
          try {
            return disk.getUsableSpace();
          } catch (IOException e) {
            throw new UncheckedIOException("the disk of " + arguments.data() + ": " + e, e);
          }
        });
  }

  /** Its connection is the guard's own. */
  private record GuardedEngine(
      EngineConnection connection, CompletableFuture<EngineProcess> process)
      implements EngineGuard.Engine {
    GuardedEngine(EngineConnection connection) {
      this(connection, new CompletableFuture<>());
    }

    @Override
    public void execute(String sql) throws EngineException {
      connection.execute(sql);
    }

    @Override
    public void startAnew() {
      new Thread(() -> process.join().stop(EXIT_START_ANEW), "engine-start-anew").start();
    }
  }

  private static EngineConnection open(EngineArguments arguments, String path) throws IOException {
    try {
      return EngineConnection.open(
          List.of(
              path,
              "--max_server_memory_usage=" + arguments.maxMemoryBytes(),
              "--mark_cache_size=" + arguments.maxMemoryBytes() / 16,
              "--background_pool_size=" + BACKGROUND_THREADS));
    } catch (EngineException e) {
      throw new IOException(
          "the data folder " + arguments.data() + " does not open: it is in use, or damaged", e);
    }
  }

  /** Held until the process ends; the engine itself says nothing when its folder is in use. */
  private static void lock(Path data) throws IOException {
    Files.createDirectories(data);
    Path file = data.resolve("engine.lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new IOException("the data folder " + data + " is in use by another engine process");
    }
  }

  private static void awaitEndOfInput() throws IOException {
    byte[] ignored = new byte[64];
    int read = 0;
    while (read >= 0) {
      read = System.in.read(ignored);
    }
  }

  private synchronized void stop(int status) {
    if (stopped) {
      return;
    }
    stopped = true;
    try {
      endpoint.stopListening();
      boolean isIdle = service.stop(DRAIN);
      // The last answers are still on their way, and _exit waits for nobody.
      endpoint.flush();
      if (isIdle) {
        first.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exit(status);
  }

  /**
   * Leaves by libc's {@code _exit}. The engine's threads still run, and every other way out runs
   * destructors below them: SIGABRT in nine of nine tries with merges under way, against none here.
   */
  private static void exit(int status) {
    System.out.flush();
    System.err.flush();
    Function.getFunction("c", "_exit").invokeVoid(new Object[] {status});
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.quickstart.engine.EmbeddedEngine.Launch;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The life of the engine's process: start, stop, crash, and what cannot start. */
class EngineProcessIT {

  @RegisterExtension static final EngineExtension ENGINE = new EngineExtension();

  private static final int ROWS_PER_BATCH = 500;

  @TempDir Path folder;

  @Test
  void database_isAtomic() throws Exception {
    assertThat(ENGINE.write("SELECT engine FROM system.databases WHERE name = 'millrace'"))
        .isEqualTo("Atomic");
  }

  @Test
  void stop_whileMergesRun_exitsInGoodOrder() throws Exception {
    // Packed hard, so that merging takes long.
    ENGINE.write(
        "CREATE TABLE millrace.merging (a String CODEC(ZSTD(22))) ENGINE = MergeTree ORDER BY a");
    for (int i = 0; i < 12; i++) {
      ENGINE.write(
          "INSERT INTO millrace.merging SELECT randomPrintableASCII(50) FROM numbers(20000)");
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !ENGINE.write("SELECT count() FROM system.merges").equals("0"));

    try {
      assertThat(ENGINE.engine().stop()).isZero();
    } finally {
      ENGINE.start();
    }

    assertThat(ENGINE.write("SELECT count() FROM millrace.merging")).isEqualTo("240000");
    ENGINE.write("DROP TABLE millrace.merging");
  }

  @Test
  void stop_whileAQueryRuns_exitsInGoodOrder() throws Exception {
    CompletableFuture<Integer> running =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                String sql =
                    "SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 0";
                return ENGINE.post("writer", "", sql).statusCode();
              } catch (IOException | InterruptedException e) {
                return 0;
              }
            });
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                ENGINE
                    .write("SELECT count() FROM system.processes WHERE query LIKE '%sipHash64%'")
                    .equals("2"));

    try {
      assertThat(ENGINE.engine().stop()).isZero();
    } finally {
      ENGINE.start();
    }

    // Neither a good answer nor none at all: the connection broke.
    assertThat(running.get(30, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void kill_keepsEveryAcknowledgedRow() throws Exception {
    ENGINE.write("CREATE TABLE millrace.acked (batch UInt64) ENGINE = MergeTree ORDER BY batch");
    for (int round = 0; round < 3; round++) {
      List<Integer> acked = new ArrayList<>();
      EmbeddedEngine engine = ENGINE.engine();
      CompletableFuture<Void> inserting = insertUntilItBreaks(round * 1_000_000, acked);
      waitFor(acked, 20);
      engine.kill();
      inserting.get(30, TimeUnit.SECONDS);
      ENGINE.start();

      // A batch is whole or absent, and every acknowledged one is whole.
      List<String> stored =
          ENGINE.column(
              "SELECT toString(batch) FROM millrace.acked GROUP BY batch HAVING count() = "
                  + ROWS_PER_BATCH);
      assertThat(stored).containsAll(acked.stream().map(String::valueOf).toList());
      assertThat(
              ENGINE.write(
                  "SELECT count() FROM (SELECT batch FROM millrace.acked GROUP BY batch"
                      + " HAVING count() != "
                      + ROWS_PER_BATCH
                      + ")"))
          .isEqualTo("0");
    }
  }

  @Test
  void damagedPart_isGivenUpForThoseItWasMadeFrom() throws Exception {
    ENGINE.write("CREATE TABLE millrace.damaged (a UInt64) ENGINE = MergeTree ORDER BY a");
    ENGINE.write("INSERT INTO millrace.damaged VALUES (1)");
    ENGINE.write("INSERT INTO millrace.damaged VALUES (2)");
    ENGINE.write("OPTIMIZE TABLE millrace.damaged FINAL");
    String part = ENGINE.write("SELECT path FROM system.parts WHERE table = 'damaged' AND active");
    // As a merge on a full disk leaves them.
    try (Stream<Path> files = Files.list(Path.of(part))) {
      for (Path file : files.toList()) {
        Files.write(file, new byte[0]);
      }
    }
    CompletableFuture<Integer> ended = ENGINE.engine().onExit();

    assertThat(ENGINE.post("writer", "", "SELECT a FROM millrace.damaged").statusCode())
        .isEqualTo(500);
    assertThat(ended.get(60, TimeUnit.SECONDS)).isEqualTo(3);
    ENGINE.start();

    assertThat(ENGINE.column("SELECT a FROM millrace.damaged ORDER BY a"))
        .containsExactly("1", "2");
  }

  @Test
  void shortDisk_isNotWrittenTo_butReadFrom() throws Exception {
    Launch launch =
        Launch.of(EngineExtension.library(), folder).withMinFreeDiskBytes(Long.MAX_VALUE / 2);
    try (EmbeddedEngine engine = EmbeddedEngine.start(launch)) {
      HttpResponse<String> refused =
          ENGINE.post(engine, "CREATE TABLE millrace.t (a UInt8) ENGINE = MergeTree ORDER BY a");

      assertThat(refused.headers().firstValue("X-ClickHouse-Exception-Code")).hasValue("243");
      assertThat(refused.body()).contains("MILLRACE_CLICKHOUSE_MIN_FREE_DISK_BYTES");
      assertThat(ENGINE.post(engine, "SELECT 1").body()).isEqualTo("1\n");
    }
  }

  private static CompletableFuture<Void> insertUntilItBreaks(int first, List<Integer> acked) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            for (int batch = first; ; batch++) {
              String row = batch + "\n";
              String insert =
                  "INSERT INTO millrace.acked FORMAT TSV\n"
                      + IntStream.range(0, ROWS_PER_BATCH)
                          .mapToObj(i -> row)
                          .collect(Collectors.joining());
              HttpResponse<String> answer =
                  ENGINE.post("writer", "async_insert=0&insert_deduplicate=0", insert);
              assertThat(answer.statusCode()).isEqualTo(200);
              synchronized (acked) {
                acked.add(batch);
                acked.notifyAll();
              }
            }
          } catch (IOException e) {
            // The engine has been killed: what the test waits for.
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void waitFor(List<Integer> acked, int count) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    synchronized (acked) {
      while (acked.size() < count && System.nanoTime() < deadline) {
        acked.wait(100);
      }
      assertThat(acked).hasSizeGreaterThanOrEqualTo(count);
    }
  }

  @Test
  void replacedRows_areSeenOnceThroughAViewWithFinal() throws Exception {
    ENGINE.write(
        "CREATE TABLE millrace.versioned (k UInt64, v String, version UInt64)"
            + " ENGINE = ReplacingMergeTree(version) ORDER BY k");
    ENGINE.write("CREATE VIEW millrace.current AS SELECT k, v FROM millrace.versioned FINAL");
    ENGINE.write("INSERT INTO millrace.versioned VALUES (1, 'old', 1), (2, 'only', 1)");
    ENGINE.write("INSERT INTO millrace.versioned VALUES (1, 'new', 2)");
    ENGINE.write("INSERT INTO millrace.versioned VALUES (1, 'old', 1)");

    assertThat(ENGINE.column("SELECT v FROM millrace.current ORDER BY k"))
        .containsExactly("new", "only");
  }

  @Test
  void endOfStandardInput_endsTheProcess() throws Exception {
    Path data = folder.resolve("data");
    Path credentials = folder.resolve("credentials");
    EngineCredentials.loadOrCreate(credentials);
    Process process = child(data, credentials, 0, true);

    assertThat(process.inputReader().readLine()).startsWith("ready http://127.0.0.1:");
    process.getOutputStream().close();

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void dataFolderInUse_isSaid() throws Exception {
    try (EmbeddedEngine first =
        EmbeddedEngine.start(Launch.of(EngineExtension.library(), folder))) {
      assertThatThrownBy(() -> EmbeddedEngine.start(Launch.of(EngineExtension.library(), folder)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is in use by another engine process");
      assertThat(first.isAlive()).isTrue();
    }
  }

  @Test
  void portInUse_isSaid() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      Launch launch = Launch.of(EngineExtension.library(), folder).withPort(taken.getLocalPort());

      assertThatThrownBy(() -> EmbeddedEngine.start(launch))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " cannot be bound");
    }
  }

  @Test
  void libraryThatIsNone_isSaid() throws Exception {
    Path none = Files.writeString(folder.resolve("libchdb.so"), "not a library");

    assertThatThrownBy(() -> EmbeddedEngine.start(Launch.of(none, folder)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("libchdb cannot be loaded")
        .hasMessageContaining("clickhouse.url");
  }

  @Test
  void refusal_isOneLineAndExitCodeTwo() throws Exception {
    Process process = child(folder.resolve("data"), folder.resolve("none"), 0, false);

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(process.errorReader().lines()).hasSize(1);
  }

  private static Process child(Path data, Path credentials, int port, boolean exitWithParent)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(EngineProcess.class.getName());
    command.addAll(
        new EngineArguments(
                EngineExtension.library(), data, port, credentials, 1L << 30, 0, exitWithParent)
            .toCommandLine());
    return new ProcessBuilder(command).start();
  }
}

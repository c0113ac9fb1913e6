// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sql.generation.GenerationState;
import io.millrace.sql.generation.GenerationState.State;
import io.millrace.sql.generation.Generations;
import io.millrace.sql.generation.ReplayStanding;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** A replay takes over whole or not at all; nothing goes that is shown or may still be. */
interface GenerationsContract extends StoreTests {
  Duration LONG_GRACE = Duration.ofDays(1);

  @Test
  default void generations_ofAFreshDatabaseAreTheFirst() throws Exception {
    try (ContractStore store = ContractStore.open(store().endpoint())) {
      Generations generations = new Generations(store.reader());

      assertThat(generations.states())
          .containsExactly(new GenerationState(GEN, State.CURRENT, "", false));
      assertThat(generations.replaying()).isEmpty();
    }
  }

  @Test
  default void request_whileOneIsOnItsWay_isThatOne() throws Exception {
    try (ContractStore store = ContractStore.open(store().endpoint())) {
      Generations generations = new Generations(store.reader());

      assertThat(generations.request(false).generation()).isEqualTo(2);
      assertThat(generations.request(true))
          .isEqualTo(new GenerationState(2, State.REPLAYING, "", false));
    }
  }

  @Test
  default void takeOver_isRefusedWhileTheReplayIsBehind() throws Exception {
    try (ContractStore store = ContractStore.open(store().endpoint())) {
      store.insert(
          SampleRows.progress(GEN, "a", 1, 1, 0, 50), SampleRows.progress(GEN, "b", 1, 1, 0, 5));
      Generations generations = new Generations(store.reader());
      GenerationState replay = generations.request(false);
      store.insert(SampleRows.progress(2, "a", 1, 1, 0, 60));

      assertThat(generations.standing(GEN, 2)).isEqualTo(new ReplayStanding(5, 0));
      assertThat(store.tsv("SELECT * FROM replay_progress ORDER BY topic"))
          .isEqualTo("2\ta\t1\t60\t50\n2\tb\t1\t0\t5\n");
      assertThat(generations.takeOver(GEN, replay)).isFalse();

      store.insert(SampleRows.progress(2, "b", 1, 1, 0, 5));

      assertThat(generations.takeOver(GEN, replay)).isTrue();
      assertThat(generations.records(2)).isEqualTo(65);
      assertThat(store.tsv("SELECT count() FROM replay_progress")).isEqualTo("0\n");
      assertThat(store.tsv("SELECT count() FROM generations")).isEqualTo("2\n");
      assertThat(generations.states())
          .extracting(GenerationState::state)
          .containsExactly(State.SUPERSEDED, State.CURRENT);
      assertThat(store.tsv("SELECT topic, next_offset FROM progress ORDER BY topic"))
          .isEqualTo("a\t60\nb\t5\n");
    }
  }

  @Test
  default void takeOver_ofOneThatLacksSpans_isForThoseWhoSaidSo() throws Exception {
    try (ContractStore store = ContractStore.open(store().endpoint())) {
      store.insert(SampleRows.ledger(GEN, "lost", 1, 10, 10, 1));
      Generations generations = new Generations(store.reader());
      GenerationState replay = generations.request(false);
      store.insert(SampleRows.ledger(2, "lost", 7, 4, 4, 1));

      assertThat(generations.standing(GEN, 2)).isEqualTo(new ReplayStanding(0, 1));
      assertThat(generations.takeOver(GEN, replay)).isFalse();
      assertThat(generations.takeOver(GEN, new GenerationState(2, State.REPLAYING, "", true)))
          .isTrue();
    }
  }

  @Test
  default void abandoned_isDroppedAndItsNumberNeverUsedAgain() throws Exception {
    try (ContractStore store = ContractStore.open(store().endpoint())) {
      store.insert(SampleRows.span(GEN, "w", "kept", 1));
      Generations generations = new Generations(store.reader());
      generations.request(false);
      store.insert(SampleRows.span(2, "w", "gone", 1));

      generations.abandon(2, "for a reason");

      assertThat(generations.states())
          .contains(new GenerationState(2, State.ABANDONED, "for a reason", false));
      assertThat(generations.droppable(LONG_GRACE)).containsExactly(2);
      generations.drop(2);
      assertThat(generations.droppable(LONG_GRACE)).isEmpty();
      assertThat(store.tsv("SELECT gen, name FROM span_rows")).isEqualTo("1\tkept\n");
      assertThat(generations.request(false).generation()).isEqualTo(3);
    }
  }

  @Test
  default void superseded_isDroppedAfterItsGrace() throws Exception {
    try (ContractStore store = ContractStore.open(store().endpoint())) {
      store.insert(SampleRows.span(GEN, "w", "old", 1));
      Generations generations = new Generations(store.reader());
      GenerationState replay = generations.request(false);
      store.insert(SampleRows.span(2, "w", "new", 1));
      assertThat(generations.takeOver(GEN, replay)).isTrue();

      assertThat(generations.droppable(LONG_GRACE)).isEmpty();
      assertThat(generations.droppable(Duration.ZERO)).containsExactly(GEN);
      generations.drop(GEN);
      assertThat(store.tsv("SELECT gen, name FROM span_rows")).isEqualTo("2\tnew\n");
      assertThatThrownBy(() -> generations.drop(2)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void views_inOneQueryAreOfOneGeneration() throws Exception {
    try (ContractStore store = ContractStore.open(store().endpoint())) {
      for (int gen = 1; gen <= 2; gen++) {
        store.insert(SampleRows.span(gen, "w", "generation " + gen, 1));
        store.insert(SampleRows.content(gen, "w", "generation " + gen, 1));
      }
      FutureTask<Void> switching =
          new FutureTask<>(
              () -> {
                for (int i = 0; i < 100; i++) {
                  store.execute("INSERT INTO generations (gen) SELECT " + (1 + i % 2));
                }
                return null;
              });
      new Thread(switching, "switch").start();

      List<String> both = List.of("generation 1\tgeneration 1\n", "generation 2\tgeneration 2\n");
      while (!switching.isDone()) {
        assertThat(
                store.tsv(
                    "SELECT s.name, c.input FROM spans AS s JOIN span_content AS c"
                        + " ON s.workspace = c.workspace AND s.trace_id = c.trace_id"))
            .isIn(both);
      }
      switching.get();
    }
  }
}

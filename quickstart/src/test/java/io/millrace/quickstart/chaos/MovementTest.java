// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MovementTest {
  private final Movement movement = new Movement();

  @Test
  void movement_isToBeMoreThanEver() {
    movement.look(5, 10);
    movement.look(5, 20);
    movement.look(3, 30);

    assertThat(movement.since(5)).isTrue();
    assertThat(movement.since(10)).isFalse();
  }

  @Test
  void longestGap_isBetweenTheMomentsOnly() {
    movement.look(1, 100);
    movement.look(2, 900);
    movement.look(3, 1_000);
    movement.look(4, 1_300);

    assertThat(movement.longestGap(850, 1_400)).isEqualTo(Duration.ofNanos(300));
    assertThat(movement.longestGap(100, 1_000)).isEqualTo(Duration.ofNanos(800));
    assertThat(movement.longestGap(1_300, 2_000)).isEqualTo(Duration.ofNanos(700));
  }
}

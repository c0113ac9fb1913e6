// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final long OVERHEAD = Admission.REQUEST_OVERHEAD_BYTES;

  private final Admission admission = new Admission(100_000, 60_000);

  @Test
  void reservation_holdsItsBytesUntilItIsClosed() {
    Admission.Reservation reservation = admission.open("a");
    reservation.grow(1_000);
    assertThat(admission.inFlightBytes()).isEqualTo(OVERHEAD + 1_000);

    reservation.close();
    reservation.close();

    assertThat(admission.inFlightBytes()).isZero();
  }

  @Test
  void workspace_thatIsFull_leavesRoomForOthers() {
    admission.open("noisy").grow(50_000);

    assertThat(refusal(() -> admission.open("noisy").grow(10_000)))
        .isEqualTo(RefusalKind.OVERLOADED);
    admission.open("quiet").grow(10_000);
  }

  @Test
  void bridge_thatIsFull_refusesEveryone() {
    admission.open("a").grow(50_000);
    admission.open("b").grow(30_000);

    assertThat(refusal(() -> admission.open("c").grow(10_000))).isEqualTo(RefusalKind.OVERLOADED);
  }

  @Test
  void request_thatCanNeverFit_isTooLarge() {
    assertThat(refusal(() -> admission.open("a").grow(60_000))).isEqualTo(RefusalKind.TOO_LARGE);
  }

  @Test
  void refusedGrowth_takesNothing() {
    Admission.Reservation reservation = admission.open("a");

    assertThatThrownBy(() -> reservation.grow(60_000)).isInstanceOf(RefusedException.class);

    assertThat(admission.inFlightBytes()).isEqualTo(OVERHEAD);
  }

  @Test
  void growthAfterClose_takesNothing() {
    Admission.Reservation reservation = admission.open("a");
    reservation.close();

    reservation.grow(1_000);

    assertThat(admission.inFlightBytes()).isZero();
  }

  private static RefusalKind refusal(Runnable growing) {
    return catchThrowableOfType(RefusedException.class, growing::run).kind();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path root;

  @Test
  void defaultRoot_isInTheDataHomeOfXdg() {
    assertThat(DataFolder.defaultRoot(Map.of("XDG_DATA_HOME", "/data")))
        .isEqualTo(Path.of("/data/millrace"));
    assertThat(DataFolder.defaultRoot(Map.of()))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local/share/millrace"));
  }

  @Test
  void prepare_makesAFolderThatCanBePreparedAgain() {
    DataFolder folder = new DataFolder(root.resolve("new/data"));

    folder.prepare();
    folder.prepare();

    assertThat(folder.logFolder()).isDirectory();
    assertThat(folder.root().resolve("format")).hasContent("1");
  }

  @Test
  void prepare_refusesTheFolderOfANewerMillraceInOneLine() throws IOException {
    Files.writeString(root.resolve("format"), "2\n");

    assertThatThrownBy(() -> new DataFolder(root).prepare())
        .isInstanceOf(DataFolderException.class)
        .hasMessageContaining("has format 2, this Millrace knows up to 1")
        .hasMessageNotContaining("\n");
  }

  @Test
  void prepare_refusesAFormatItCannotRead() throws IOException {
    Files.writeString(root.resolve("format"), "something else");

    assertThatThrownBy(() -> new DataFolder(root).prepare())
        .isInstanceOf(DataFolderException.class)
        .hasMessageContaining("'something else'");
  }

  @Test
  void clearTemporary_removesWhatIsLeftAndNothingElse() throws IOException {
    DataFolder folder = new DataFolder(root);
    folder.prepare();
    Files.createDirectories(folder.temporaryFolder().resolve("a/b"));
    Files.writeString(folder.temporaryFolder().resolve("a/b/c"), "left");

    folder.clearTemporary();

    assertThat(folder.temporaryFolder()).isEmptyDirectory();
    assertThat(root.resolve("format")).exists();
  }

  @Test
  void prepare_ofAPlaceThatCannotBeWritten_isOneLineThatNamesTheSetting() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "no folder");

    assertThatThrownBy(() -> new DataFolder(file.resolve("data")).prepare())
        .isInstanceOf(DataFolderException.class)
        .hasMessageContaining("choose another with --data (MILLRACE_DATA_DIRECTORY)")
        .hasMessageNotContaining("\n");
  }

  @Test
  void requireFree_ofAFullDisk_isOneLineThatNamesTheSetting() {
    DataFolder folder = new DataFolder(root);

    folder.requireFree(1);

    assertThatThrownBy(() -> folder.requireFree(Long.MAX_VALUE))
        .isInstanceOf(DataFolderException.class)
        .hasMessageContaining("MiB free")
        .hasMessageEndingWith("or lower data.min-free (MILLRACE_DATA_MIN_FREE)");
  }

  @Test
  void lock_isHeldByOneAtATime() throws IOException {
    DataFolder folder = new DataFolder(root);
    folder.prepare();

    try (DataLock held = DataLock.acquire(folder)) {
      assertThatThrownBy(() -> DataLock.acquire(folder))
          .isInstanceOf(DataFolderException.class)
          .hasMessageContaining("in use by another millrace");
      assertThat(held).isNotNull();
    }
    DataLock.acquire(folder).close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cluster;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** How Flink's processes come to the jars of the job. */
public enum JobJars {
  /**
   * Sent with each submission. Flink gives them new names each time, and a TaskManager that still
   * holds slots of the job's last life refuses them for good (Flink 2.3, {@code
   * BlobLibraryCacheManager}): nothing is submitted before these slots are free.
   */
  SENT {
    @Override
    void addTo(StreamGraph graph, List<Path> jars) {
      jars.forEach(jar -> graph.addJar(new org.apache.flink.core.fs.Path(jar.toUri())));
    }
  },

  /**
   * Read where they are, by processes that see the files of this one: the same at each submission,
   * so that a TaskManager may keep its slots over the death of a JobManager.
   */
  SHARED {
    @Override
    void addTo(StreamGraph graph, List<Path> jars) throws IOException {
      List<URL> urls = new ArrayList<>();
      for (Path jar : jars) {
        urls.add(jar.toUri().toURL());
      }
      graph.setClasspath(urls);
    }
  };

  abstract void addTo(StreamGraph graph, List<Path> jars) throws IOException;
}

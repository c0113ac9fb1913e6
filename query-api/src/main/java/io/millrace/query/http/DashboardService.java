// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.file.FileService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The dashboard, from the class path: its one page at every address that is not the API's, for the
 * page itself reads its address. Without a dashboard on the class path it is 404.
 */
public final class DashboardService extends AbstractHttpService {
  /** Folder of the dashboard's files on the class path. */
  private static final String ROOT = "dashboard/";

  private static final String API = "/api/";

  /**
   * What a page from here may do: run and load what comes from here, nothing else. Traces hold what
   * strangers wrote; should any of it reach the page as markup, it can neither run nor call home.
   */
  public static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final byte[] page;

  private DashboardService(byte[] page) {
    this.page = page;
  }

  /** The page. */
  public static HttpService page() {
    return new DashboardService(read("index.html"));
  }

  /** Scripts, styles and pictures; their names change with their content. */
  public static HttpService assets() {
    return FileService.builder(DashboardService.class.getClassLoader(), ROOT + "assets")
        .serveCompressedFiles(true)
        .cacheControl("public, max-age=31536000, immutable")
        .build();
  }

  private static byte[] read(String file) {
    try (InputStream content =
        DashboardService.class.getClassLoader().getResourceAsStream(ROOT + file)) {
      return content == null ? new byte[0] : content.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected HttpResponse doGet(ServiceRequestContext context, HttpRequest request) {
    if (context.path().startsWith(API)) {
      return Problem.notFound("the API has no " + context.path()).response();
    }
    if (page.length == 0) {
      return Problem.notFound("no dashboard on the class path").response();
    }
    return HttpResponse.of(HttpStatus.OK, MediaType.HTML_UTF_8, HttpData.wrap(page));
  }

  @Override
  protected HttpResponse doHead(ServiceRequestContext context, HttpRequest request) {
    return doGet(context, request);
  }
}

// SPDX-License-Identifier: Apache-2.0
/** What holds for every request, whichever protocol it came by: tenant, admission, counting. */
package io.millrace.ingest.receive;

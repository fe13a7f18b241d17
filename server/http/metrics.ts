import type { RequestHandler } from "express";
import type { Regions } from "../coverage/regions.ts";

/** Counts requests for /metrics. */
export class RequestCounter {
  private readonly byStatus = new Map<string, number>();
  private seconds = 0;
  private count = 0;

  /** Counts every request when its answer is finished. */
  readonly handler: RequestHandler = (_request, response, next) => {
    const start = performance.now();
    response.once("finish", () => {
      const status = `${Math.trunc(response.statusCode / 100)}xx`;
      this.byStatus.set(status, (this.byStatus.get(status) ?? 0) + 1);
      this.seconds += (performance.now() - start) / 1000;
      this.count++;
    });
    next();
  };

  /** The figures in the text format of Prometheus. */
  text(regions: Regions): string {
    const lines = [
      "# TYPE qiantu_http_requests_total counter",
      ...[...this.byStatus].map(
        ([status, count]) => `qiantu_http_requests_total{status="${status}"} ${count}`,
      ),
      "# TYPE qiantu_http_request_seconds summary",
      `qiantu_http_request_seconds_sum ${this.seconds.toFixed(6)}`,
      `qiantu_http_request_seconds_count ${this.count}`,
      "# TYPE qiantu_villages gauge",
      ...regions
        .all()
        .map(
          ({ snapshot }) =>
            `qiantu_villages{region="${snapshot.regionCode.replace(/[\\"\n]/g, "_")}"} ${snapshot.villages.count}`,
        ),
      "# TYPE process_resident_memory_bytes gauge",
      `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
      "# TYPE process_uptime_seconds gauge",
      `process_uptime_seconds ${process.uptime().toFixed(1)}`,
    ];
    return `${lines.join("\n")}\n`;
  }
}

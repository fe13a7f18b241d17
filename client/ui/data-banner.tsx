import { Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MetaAnswer } from "../../core/contract/area.ts";
import { formatCount } from "../format.ts";
import type { Language } from "../view-state.ts";

type Region = MetaAnswer["regions"][number];

/** Says that the figures are generated, wherever they are; and where every dataset comes from. */
export function DataBanner(props: { region: Region; language: Language }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { region, language } = props;
  const button = (
    <Button size="small" type="link" onClick={() => setOpen(true)}>
      {t("demo.sources")}
    </Button>
  );
  return (
    <>
      <section
        className="banner"
        aria-label={t(region.demonstration ? "demo.title" : "demo.sources")}
        data-demonstration={region.demonstration}
      >
        {region.demonstration ? (
          <>
            <strong>{t("demo.title")}</strong>
            <span>{t("demo.text")}</span>
          </>
        ) : null}
        {button}
      </section>
      <Modal
        open={open}
        title={t("sources.title")}
        width={860}
        footer={null}
        closable={{ "aria-label": t("sources.close") }}
        onCancel={() => setOpen(false)}
      >
        <Sources region={region} language={language} />
      </Modal>
    </>
  );
}

function Sources({ region, language }: { region: Region; language: Language }) {
  const { t } = useTranslation();
  if (region.datasets.length === 0) return <p>{t("sources.none")}</p>;
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t("sources.title")}>
      <table className="sources">
        <thead>
          <tr>
            {(["kind", "source", "licence", "date", "rows"] as const).map((column) => (
              <th key={column} scope="col">
                {t(`sources.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {region.datasets.map((dataset) => (
            <tr key={dataset.id}>
              <th scope="row">
                {t(`kind.${dataset.kind}`, { defaultValue: dataset.kind })}
                {dataset.demonstration ? (
                  <span className="mark">{t("sources.demonstration")}</span>
                ) : null}
              </th>
              <td>{dataset.source}</td>
              <td>{dataset.licence ?? "—"}</td>
              <td>{dataset.dataDate ?? "—"}</td>
              <td>{formatCount(dataset.rows, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {region.run === null ? null : (
        <p className="quiet">
          {t("sources.run", { time: new Date(region.run.finishedAt).toLocaleString(language) })}
        </p>
      )}
    </div>
  );
}

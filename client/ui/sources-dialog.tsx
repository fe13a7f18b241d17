import { Modal } from "antd";
import { useTranslation } from "react-i18next";
import type { MetaAnswer } from "../../core/contract/area.ts";
import { formatCount } from "../format.ts";
import type { Language } from "../view-state.ts";

type Region = MetaAnswer["regions"][number];

/** Where every dataset of a region comes from. */
export default function SourcesDialog(props: {
  region: Region;
  language: Language;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      open
      title={t("sources.title")}
      width={620}
      footer={null}
      closable={{ "aria-label": t("sources.close") }}
      onCancel={props.onClose}
    >
      <Sources region={props.region} language={props.language} />
    </Modal>
  );
}

function Sources({ region, language }: { region: Region; language: Language }) {
  const { t } = useTranslation();
  if (region.datasets.length === 0) return <p>{t("sources.none")}</p>;
  return (
    <>
      {bySource(region.datasets).map((datasets) => {
        const { id, source, licence, dataDate, demonstration } = datasets[0]!;
        return (
          <section key={id} className="source">
            <h3>{source}</h3>
            <p className="source-facts">
              {demonstration ? <span className="mark">{t("sources.demonstration")}</span> : null}
              <span>
                {t("sources.licence")} {licence ?? t("sources.notSaid")}
              </span>
              <span>
                {t("sources.date")} {dataDate ?? t("sources.notSaid")}
              </span>
            </p>
            <table>
              <thead className="visually-hidden">
                <tr>
                  <th scope="col">{t("sources.kind")}</th>
                  <th scope="col">{t("sources.layer")}</th>
                  <th scope="col">{t("sources.rows")}</th>
                </tr>
              </thead>
              <tbody>
                {datasets.map((dataset) => (
                  <tr key={dataset.id}>
                    <th scope="row">{t(`kind.${dataset.kind}`, { defaultValue: dataset.kind })}</th>
                    <td>
                      {dataset.layer === ""
                        ? null
                        : t(`level.${dataset.layer}`, { defaultValue: dataset.layer })}
                    </td>
                    <td>
                      {formatCount(dataset.rows, language)} <small>{t("sources.rows")}</small>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        );
      })}
      {region.run === null ? null : (
        <p className="quiet">
          {t("sources.run", { time: new Date(region.run.finishedAt).toLocaleString(language) })}
        </p>
      )}
    </>
  );
}

/** Datasets of one source, licence and date together, in the order in which they came. */
function bySource(datasets: Region["datasets"]): Region["datasets"][] {
  const groups = new Map<string, Region["datasets"]>();
  for (const dataset of datasets) {
    const { source, licence, dataDate, demonstration } = dataset;
    const key = JSON.stringify([source, licence, dataDate, demonstration]);
    groups.set(key, [...(groups.get(key) ?? []), dataset]);
  }
  return [...groups.values()];
}

import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MetaAnswer } from "../../core/contract/area.ts";
import type { Language } from "../view-state.ts";

const SourcesDialog = lazy(() => import("./sources-dialog.tsx"));

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
      {open ? (
        <Suspense fallback={null}>
          <SourcesDialog region={region} language={language} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

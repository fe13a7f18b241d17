import { useTranslation } from "react-i18next";

/** Grey shapes where figures and charts will stand, as large as these, so that nothing jumps; told to screen readers once. */
export function SheetBones() {
  const { t } = useTranslation();
  return (
    <div role="status">
      <span className="visually-hidden">{t("state.loading")}</span>
      <div className="key-figures" aria-hidden="true">
        {Array.from({ length: 10 }, (_, at) => (
          <span key={at} className="bones" style={{ height: 104 }} />
        ))}
      </div>
      <div className="charts" aria-hidden="true">
        {Array.from({ length: 4 }, (_, at) => (
          <span key={at} className="bones" style={{ height: 316 }} />
        ))}
      </div>
    </div>
  );
}

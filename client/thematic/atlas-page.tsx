import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { z } from "zod";
import type { Atlas, SavedMap } from "../../core/contract/thematic.ts";
import { parseView } from "../../core/thematic/view.ts";
import { ApiError } from "../api.ts";
import { rememberedAuthor } from "../preferences.ts";
import { Failure, Loading } from "../ui/states.tsx";
import { writeAddress } from "./address.ts";
import { AtlasCard } from "./atlas-card.tsx";
import { PageGone } from "./change-pages.ts";
import { NameLine } from "./name-line.tsx";
import { useAtlases, useForgetMaps, useMaps } from "./queries.ts";
import type { ThematicPageProps } from "./tabs.ts";
import { thematicApi } from "./thematic-api.ts";

export type AnAtlas = z.infer<typeof Atlas>;
export type AMap = z.infer<typeof SavedMap>;

/** What one can do with maps and atlases; each tells when it did not work. */
export interface AtlasActs {
  author: string;
  /** Gives false where it did not work. */
  run: (act: () => Promise<unknown>) => Promise<boolean>;
  openMap: (map: AMap) => void;
  openPage: (atlas: AnAtlas, page: number, presenting: boolean) => void;
}

/** Others may be at work on the same atlases. */
const WATCH_MS = 10_000;

const named = ({ id, version }: AMap) => ({ id, version });

/** Saved maps at the left, atlases of them at the right. */
export default function AtlasPage({ region, language }: ThematicPageProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const forget = useForgetMaps();
  const maps = useMaps(region.code);
  const atlases = useAtlases(region.code, WATCH_MS);
  const [name, setName] = useState("");
  const acts: AtlasActs = {
    author: rememberedAuthor() ?? t("plan.someone"),
    run: async (act) => {
      try {
        await act();
        return true;
      } catch (error) {
        const isOld = error instanceof ApiError && error.status === 412;
        const isGone = error instanceof PageGone;
        void message.error(t(isGone ? "atlas.pageGone" : isOld ? "atlas.changed" : "atlas.failed"));
        return false;
      } finally {
        await forget();
      }
    },
    openMap: (map) => {
      const view = parseView(map.query, map.regionCode);
      const shown = {
        language,
        saved: named(map),
        atlas: null,
        page: 0,
        presenting: false,
        fromAtlases: false,
      };
      void navigate({ pathname: "/thematic", search: writeAddress({ view, shown }) });
    },
    openPage: (atlas, page, presenting) => {
      const map = atlas.pages[page];
      if (map === undefined) return;
      if (presenting) void document.documentElement.requestFullscreen?.().catch(() => undefined);
      const view = parseView(map.query, map.regionCode);
      const shown = {
        language,
        saved: named(map),
        atlas: atlas.id,
        page,
        presenting,
        fromAtlases: presenting,
      };
      queries.setQueryData(["atlases", "one", atlas.id], atlas);
      void navigate({ pathname: "/thematic", search: writeAddress({ view, shown }) });
    },
  };
  const error = maps.error ?? atlases.error;
  if (error !== null)
    return (
      <Failure
        error={error}
        retry={() => {
          void maps.refetch();
          void atlases.refetch();
        }}
      />
    );
  if (maps.data === undefined || atlases.data === undefined) return <Loading lines={8} />;
  return (
    <div className="atlas-page">
      <section aria-labelledby="atlas-list">
        <h1 id="atlas-list">{t("atlas.atlases")}</h1>
        {atlases.data.items.length === 0 ? (
          <p className="quiet">{t("atlas.noAtlases")}</p>
        ) : (
          <ul className="atlas-list">
            {atlases.data.items.map((atlas) => (
              <AtlasCard
                key={atlas.id}
                atlas={atlas}
                maps={maps.data.items}
                acts={acts}
                language={language}
              />
            ))}
          </ul>
        )}
        <form
          className="atlas-make"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() === "") return;
            void acts.run(async () => {
              await thematicApi.makeAtlas({
                name: name.trim(),
                area: region.code,
                pages: [],
                author: acts.author,
              });
              setName("");
            });
          }}
        >
          <Input
            value={name}
            maxLength={100}
            aria-label={t("atlas.makeName")}
            placeholder={t("atlas.makeName")}
            onChange={(event) => setName(event.target.value)}
          />
          <Button htmlType="submit" disabled={name.trim() === ""}>
            {t("atlas.make")}
          </Button>
        </form>
      </section>
      <section aria-labelledby="map-list">
        <h2 id="map-list">{t("atlas.maps")}</h2>
        {maps.data.items.length === 0 ? (
          <p className="quiet">{t("atlas.noMaps")}</p>
        ) : (
          <ul className="saved-list">
            {maps.data.items.map((map) => (
              <li key={map.id}>
                <NameLine
                  name={map.name}
                  by={t("atlas.by", {
                    author: map.changedBy,
                    time: new Date(map.changedAt).toLocaleString(language),
                  })}
                  removeText={t("atlas.removeMap")}
                  onOpen={() => acts.openMap(map)}
                  onRename={(renamed) =>
                    acts.run(() =>
                      thematicApi.changeMap(map, { name: renamed, author: acts.author }),
                    )
                  }
                  onRemove={() => acts.run(() => thematicApi.removeMap(map, acts.author))}
                />
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

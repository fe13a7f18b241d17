/** The texts of proposals in Chinese; `proposal.en.ts` has the same keys. */
export const chineseProposal = {
  /** Why no plan is possible, by code of `causeWords`. */
  cause: {
    capacity:
      "{{place}}：{{years}} 年要求搬迁 {{needed}} 人，安置点只能容纳 {{available}} 人，差 {{short}} 人",
    land: "{{place}}：所需安置点要用地 {{needed}} 亩，建设用地指标 {{available}} 亩，差 {{short}} 亩",
    budget:
      "{{place}}：{{years}} 年的要求至少要 {{needed}} 元，预算只有 {{available}} 元，差 {{short}} 元",
    band: "{{place}}：{{years}} 年要求搬迁 {{needed}} 人，却最多只许搬 {{available}} 人",
    persons: "{{place}}：{{years}} 年要求搬迁 {{needed}} 人，可搬的只有 {{available}} 人",
    willing:
      "{{place}}：{{years}} 年要求搬迁 {{needed}} 人，可搬的只有 {{available}} 人；另有 {{villages}} 个村 {{persons}} 人不自愿",
    candidates:
      "{{place}}：{{years}} 年要求搬迁 {{needed}} 人，可搬的只有 {{available}} 人；另有 {{villages}} 个村 {{persons}} 人不在候选之列",
    noSite:
      "{{place}}：{{years}} 年要求搬迁 {{needed}} 人，有处可去的只有 {{available}} 人；{{villages}} 个村没有候选安置点",
    frozenYear: "{{place}}：{{years}} 年要求搬迁 {{needed}} 人，但已冻结，只能搬 {{available}} 人",
    leadTime:
      "{{place}}：{{years}} 年要求搬迁 {{needed}} 人，只能接收 {{available}} 人；{{site}}等 {{sites}} 个安置点最早 {{firstYear}} 年才能接收",
    lockCapacity:
      "{{villages}} 个村（{{village}}等）锁定在{{site}}，要容纳 {{needed}} 人，容量 {{available}} 人，差 {{short}} 人",
    lockLeadTime:
      "{{villages}} 个村（{{village}}等）锁定搬到{{site}}，但该点 {{firstYear}} 年才能接收",
    lockLand:
      "{{villages}} 个村（{{village}}等）的锁定要用地 {{needed}} 亩，指标 {{available}} 亩，差 {{short}} 亩",
    lockBudget:
      "{{place}}：{{villages}} 个村（{{village}}等）的锁定在 {{years}} 年要 {{needed}} 元，预算 {{available}} 元，差 {{short}} 元",
    lockBand:
      "{{place}}：{{villages}} 个村（{{village}}等）{{persons}} 人的锁定与 {{years}} 年的人数要求矛盾，差 {{short}} 人",
    lockAlone: "{{villages}} 个村（{{village}}等）的锁定无法执行",
    mustActCapacity:
      "{{place}}：{{villages}} 个村不能不安排，要容纳 {{needed}} 人，安置点只有 {{available}} 人的容量",
    mustActLeadTime:
      "{{place}}：{{villages}} 个村（{{village}}等）不能不安排，但安置点 {{firstYear}} 年才能接收",
    mustActLand:
      "{{place}}：{{villages}} 个村不能不安排，要用地 {{needed}} 亩，指标 {{available}} 亩，差 {{short}} 亩",
    mustActBudget:
      "{{place}}：{{villages}} 个村不能不安排，{{years}} 年至少要 {{needed}} 元，预算 {{available}} 元，差 {{short}} 元",
    mustActBand:
      "{{place}}：{{villages}} 个村（{{village}}等）不能不安排，但 {{years}} 年的人数限制不允许",
    mustActAlone: "{{place}}：{{villages}} 个村（{{village}}等）不能不安排，却既不能搬也不能建",
    mustOpenCapacity: "{{site}}必须启用，但容量不足",
    mustOpenLeadTime: "{{site}}必须启用，但 {{firstYear}} 年才能接收",
    mustOpenLand: "{{site}}必须启用，要用地 {{needed}} 亩，指标 {{available}} 亩，差 {{short}} 亩",
    mustOpenBudget:
      "{{site}}必须启用，{{years}} 年要 {{needed}} 元，预算 {{available}} 元，差 {{short}} 元",
    mustOpenBand: "{{site}}必须启用，与 {{years}} 年的人数要求矛盾",
    mustOpenAlone: "{{site}}必须启用，却无法启用",
  },
  /** What would make a plan possible, by code of `stepWords`. */
  change: {
    budget: "{{place}} {{year}} 年预算增加 {{amount}} 元",
    land: "{{place}}建设用地指标增加 {{amount}} 亩",
    capacity: "{{site}}容量增加 {{amount}} 人",
    countyLow: "{{place}} {{year}} 年至少搬迁的人数减少 {{amount}} 人",
    countyHigh: "{{place}} {{year}} 年最多搬迁的人数增加 {{amount}} 人",
    regionLow: "{{place}}合计 {{year}} 年至少搬迁的人数减少 {{amount}} 人",
    regionHigh: "{{place}}合计 {{year}} 年最多搬迁的人数增加 {{amount}} 人",
    unfreeze: "{{place}}解冻 {{year}} 年",
    earlier: "{{site}}提前 {{amount}} 年接收",
    needNotOpen: "{{site}}不必启用",
    newSite: "{{place}}新增可容 {{amount}} 人的安置点（未计用地和开办费）",
    unlock: "解锁{{village}}",
    unlockMany: "解锁 {{villages}} 个村（{{village}}等）",
    mayLeave: "{{village}}可以暂不安排",
    mayLeaveMany: "{{villages}} 个村（{{village}}等）可以暂不安排",
    include: "{{village}}同意搬迁或列入候选",
    includeMany: "{{villages}} 个村（{{village}}等）同意搬迁或列入候选",
  },
};

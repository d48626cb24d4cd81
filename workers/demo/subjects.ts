/** What the demo platform teaches. Concepts are pairs [zh, en]: titles, summaries and bodies are made of them. */
export interface DemoSubject {
  key: string;
  zh: string;
  en: string;
  author: { zh: string; en: string };
  /** What one can do afterwards. */
  gain: { zh: string; en: string };
  concepts: readonly (readonly [zh: string, en: string])[];
}

const concepts = (zh: string, en: string) => {
  const names = en.split('、');
  return zh.split('、').map((one, at) => [one, names[at]] as const);
};

export const demoSubjects: readonly DemoSubject[] = [
  {
    key: 'ai', zh: '人工智能', en: 'artificial intelligence', author: { zh: '周明远', en: 'Zhou Mingyuan' }, gain: { zh: '独立搭建并评估一个模型', en: 'build and judge a model of your own' },
    concepts: concepts('神经网络、注意力机制、大语言模型、推荐系统、强化学习、过拟合、知识图谱、提示词工程、向量检索、模型评估', 'neural networks、attention、large language models、recommender systems、reinforcement learning、overfitting、knowledge graphs、prompt design、vector search、model evaluation'),
  },
  {
    key: 'data', zh: '数据分析', en: 'data analysis', author: { zh: '林晓雯', en: 'Lin Xiaowen' }, gain: { zh: '用数据回答业务问题', en: 'answer business questions with data' },
    concepts: concepts('假设检验、A/B 实验、漏斗分析、留存曲线、数据可视化、SQL 窗口函数、因果推断、指标体系、用户分群、时间序列', 'hypothesis tests、A/B experiments、funnels、retention curves、data visualisation、SQL window functions、causal inference、metric systems、segmentation、time series'),
  },
  {
    key: 'finance', zh: '投资理财', en: 'personal finance', author: { zh: '陈思齐', en: 'Chen Siqi' }, gain: { zh: '看懂财报并管好自己的钱', en: 'read a balance sheet and look after your money' },
    concepts: concepts('复利、资产配置、指数基金、现金流、市盈率、通货膨胀、债券、风险溢价、财务报表、行为金融', 'compound interest、asset allocation、index funds、cash flow、price–earnings ratios、inflation、bonds、risk premiums、financial statements、behavioural finance'),
  },
  {
    key: 'product', zh: '产品与创业', en: 'product and start-ups', author: { zh: '何嘉树', en: 'He Jiashu' }, gain: { zh: '把想法变成有人愿意付费的产品', en: 'turn an idea into something people pay for' },
    concepts: concepts('用户访谈、最小可行产品、定价策略、增长飞轮、商业模式、需求优先级、跨界合作、社群运营、品牌定位、股权设计', 'user interviews、minimum viable products、pricing、growth loops、business models、prioritisation、cross-industry partnerships、communities、positioning、equity'),
  },
  {
    key: 'mind', zh: '心理学', en: 'psychology', author: { zh: '苏晚晴', en: 'Su Wanqing' }, gain: { zh: '理解自己，也理解身边的人', en: 'understand yourself and those around you' },
    concepts: concepts('情绪调节、依恋类型、认知偏差、拖延、自我决定论、亲密关系、焦虑、心流、记忆、习惯养成', 'emotion regulation、attachment styles、cognitive biases、procrastination、self-determination、close relationships、anxiety、flow、memory、habits'),
  },
  {
    key: 'history', zh: '历史', en: 'history', author: { zh: '顾长风', en: 'Gu Changfeng' }, gain: { zh: '从过去看清今天的来路', en: 'see where the present came from' },
    concepts: concepts('安史之乱、丝绸之路、科举制度、明代海禁、王安石变法、大航海、工业革命、甲午战争、敦煌文书、青铜时代', 'the An Lushan rebellion、the Silk Road、the imperial examinations、the Ming sea ban、the Wang Anshi reforms、the age of discovery、the industrial revolution、the war of 1894、the Dunhuang manuscripts、the bronze age'),
  },
  {
    key: 'writing', zh: '写作与文学', en: 'writing and literature', author: { zh: '沈知夏', en: 'Shen Zhixia' }, gain: { zh: '写出别人愿意读完的文字', en: 'write what others finish reading' },
    concepts: concepts('《红楼梦》、非虚构写作、人物塑造、唐诗、叙事视角、公文写作、细节描写、鲁迅、开头与结尾、修改', 'Dream of the Red Chamber、narrative non-fiction、characters、Tang poetry、point of view、business writing、telling details、Lu Xun、openings and endings、revision'),
  },
  {
    key: 'health', zh: '健康与医学', en: 'health and medicine', author: { zh: '赵一鸣', en: 'Zhao Yiming' }, gain: { zh: '分清科学与谣言', en: 'tell science from rumour' },
    concepts: concepts('睡眠节律、肠道菌群、疫苗、高血压、力量训练、血糖管理、体检报告、免疫系统、颈椎保护、营养标签', 'sleep rhythms、the gut microbiome、vaccines、blood pressure、strength training、blood sugar、check-up reports、the immune system、neck care、nutrition labels'),
  },
  {
    key: 'english', zh: '英语学习', en: 'learning English', author: { zh: '许诺', en: 'Xu Nuo' }, gain: { zh: '在工作里开口就说', en: 'speak up at work' },
    concepts: concepts('发音、商务邮件、会议口语、词根词缀、听力训练、学术阅读、面试英语、时态、写作逻辑、文化差异', 'pronunciation、business mail、meetings、word roots、listening、academic reading、interviews、tenses、argument、cultural differences'),
  },
  {
    key: 'science', zh: '科学新知', en: 'science', author: { zh: '江以宁', en: 'Jiang Yining' }, gain: { zh: '像科学家一样提问', en: 'ask questions as scientists do' },
    concepts: concepts('量子纠缠、黑洞、基因编辑、气候模型、板块构造、暗物质、进化论、脑机接口、可控核聚变、材料科学', 'quantum entanglement、black holes、gene editing、climate models、plate tectonics、dark matter、evolution、brain–computer interfaces、fusion、materials'),
  },
];

import { Admin, CustomRoutes, Resource } from 'react-admin';
import { BrowserRouter, Route } from 'react-router-dom';
import { accounts } from './accounts/index.js';
import { apiKeys } from './api-keys/index.js';
import { audit } from './audit/index.js';
import { offers, orders } from './billing/index.js';
import { campaigns } from './campaigns/index.js';
import { connectors } from './connectors/index.js';
import { contents } from './contents/index.js';
import { ContractBoard, ContractTerms, contracts } from './contracts/index.js';
import { Dashboard } from './dashboard/index.js';
import { DriftPage } from './drift/index.js';
import { exchangeRates } from './exchange-rates/index.js';
import { FeedInspector } from './feed/index.js';
import { jobs } from './jobs/index.js';
import { ConsoleLayout } from './layout/console-layout.js';
import { SignInPage } from './layout/sign-in-page.js';
import { modelRuns } from './model-runs/index.js';
import { partners } from './partners/index.js';
import { payouts } from './payouts/index.js';
import { authProvider } from './providers/auth.js';
import { dataProvider } from './providers/data.js';
import { i18nProvider } from './providers/i18n.js';
import { readers } from './readers/index.js';
import { balances, statements } from './statements/index.js';
import { riskCases } from './risk-cases/index.js';
import { PrivacyPage } from './privacy/index.js';
import { RiskCentre } from './risk/index.js';
import { ShortlistPage } from './shortlist/index.js';
import { darkTheme, lightTheme } from './theme.js';

export function App() {
  return (
    <BrowserRouter basename="/admin">
      <Admin
        title="Tandem" dashboard={Dashboard} layout={ConsoleLayout} loginPage={SignInPage} lightTheme={lightTheme} darkTheme={darkTheme}
        dataProvider={dataProvider} authProvider={authProvider} i18nProvider={i18nProvider} requireAuth disableTelemetry
      >
        <Resource name="partners" {...partners} />
        <Resource name="contracts" {...contracts} />
        <Resource name="connectors" {...connectors} />
        <Resource name="campaigns" {...campaigns} />
        <Resource name="contents" {...contents} />
        <Resource name="offers" {...offers} />
        <Resource name="orders" {...orders} />
        <Resource name="statements" {...statements} />
        <Resource name="payouts" {...payouts} />
        <Resource name="balances" {...balances} />
        <Resource name="exchange-rates" {...exchangeRates} />
        <Resource name="risk-cases" {...riskCases} />
        <Resource name="readers" {...readers} />
        <Resource name="model-runs" {...modelRuns} />
        <Resource name="jobs" {...jobs} />
        <Resource name="accounts" {...accounts} />
        <Resource name="api-keys" {...apiKeys} />
        <Resource name="audit" {...audit} />
        <CustomRoutes>
          <Route path="/contract-board" element={<ContractBoard />} />
          <Route path="/contracts/:id/terms/:verb" element={<ContractTerms />} />
          <Route path="/shortlist" element={<ShortlistPage />} />
          <Route path="/privacy" element={<PrivacyPage />} />
          <Route path="/risk" element={<RiskCentre />} />
          <Route path="/drift" element={<DriftPage />} />
          <Route path="/feed-inspector" element={<FeedInspector />} />
        </CustomRoutes>
      </Admin>
    </BrowserRouter>
  );
}
